import type { Viewer } from '../../platform/viewer.js';
import { notFound } from '../../platform/errors.js';
import type { KeyService } from '../keys/index.js';
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
    if (subkeyId === null || !(await this.cases.hasGrant(caseId, subkeyId))) throw notFound();
    return { record, access: { party: 'responder', accountId: viewer.accountId, encryptionSubkeyId: subkeyId } };
  }

  /** A role on the server is not enough: the current roster must name the account's key as a responder's. */
  async responderSubkey(viewer: Viewer): Promise<string | null> {
    if (!viewer.roles.has('responder')) return null;
    const key = await this.keys.ownKey(viewer.accountId);
    return key?.holderRole === 'responder' ? key.encryptionSubkeyId : null;
  }
}
