import type { Viewer } from '../../platform/viewer.js';
import { notFound } from '../../platform/errors.js';
import type { KeyService, OwnKey } from '../keys/index.js';
import type { CaseAccess } from './case.policy.js';
import type { CaseRecord, CaseRepository } from './case.repository.js';

/** Decides who somebody is within a case. Whoever is nobody there learns nothing, not even that it exists. */
export class CaseAccessService {
  constructor(
    private readonly cases: CaseRepository,
    private readonly keys: KeyService,
  ) {}

  /** @throws NOT_FOUND for a case that is not there or not theirs. */
  async open(viewer: Viewer, caseId: string): Promise<{ readonly record: CaseRecord; readonly access: CaseAccess }> {
    const record = await this.cases.find(caseId);
    if (!record) throw notFound();
    const own = record.participants.find(({ accountId }) => accountId === viewer.accountId);
    // Whoever a case is about reads no notes on it and handles nothing, whatever else they have become meanwhile.
    if (own) {
      return {
        record,
        access: { party: 'member', accountId: own.accountId, encryptionSubkeyId: own.encryptionSubkeyId },
      };
    }
    const subkeyId = await this.responderSubkey(viewer);
    if (subkeyId === null || !(await this.cases.hasGrant(caseId, await this.#ownSubkeys(viewer, subkeyId))))
      throw notFound();
    return { record, access: { party: 'responder', accountId: viewer.accountId, encryptionSubkeyId: subkeyId } };
  }

  /** Outside any one case: by the key of theirs that may hold grants. */
  async readingAs(viewer: Viewer): Promise<CaseAccess | null> {
    const { accountId, roles } = viewer;
    const subkeyId = await this.responderSubkey(viewer);
    if (subkeyId !== null) return { party: 'responder', accountId, encryptionSubkeyId: subkeyId };
    const key = roles.has('member') ? await this.keys.ownKey(accountId) : null;
    return key && { party: 'member', accountId, encryptionSubkeyId: key.encryptionSubkeyId };
  }

  /** A role on the server is not enough: the current roster must name the account's key as a responder's. */
  async responderSubkey(viewer: Viewer): Promise<string | null> {
    if (!viewer.roles.has('responder')) return null;
    const key = await this.keys.ownKey(viewer.accountId);
    return key?.holderRole === 'responder' ? key.encryptionSubkeyId : null;
  }

  /** A responder who changed keys is of the cases that the key before could open: they are theirs to move. */
  async #ownSubkeys({ accountId }: Viewer, subkeyId: string): Promise<readonly string[]> {
    const earlier = await this.keys.earlierKeys(accountId);
    return [subkeyId, ...earlier.map(({ encryptionSubkeyId }) => encryptionSubkeyId)];
  }

  /** One of the viewer's own keys from before, to read by what is not moved yet. @throws NOT_FOUND for anybody else's. */
  async earlierKey(viewer: Viewer, fingerprint: string): Promise<OwnKey> {
    const earlier = await this.keys.earlierKeys(viewer.accountId);
    const key = earlier.find((one) => one.fingerprint === fingerprint);
    if (!key) throw notFound();
    return key;
  }
}
