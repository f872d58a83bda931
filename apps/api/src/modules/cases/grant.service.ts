import { inspectGrant } from '@sos/crypto/inspect';
import { verifyStatement } from '@sos/crypto/verify';
import {
  AUDIENCE_RULES,
  audienceSchema,
  fingerprintSchema,
  mayReceiveLater,
  parseGrantStatement,
  sha256HexSchema,
  toHour,
  uuidSchema,
  type Audience,
  type GrantStatement,
} from '@sos/domain';
import { z } from 'zod';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, Logger, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { CurrentReader, KeyService, OwnKey } from '../keys/index.js';
import type { CaseAccessService } from './case-access.service.js';
import { OPEN_TO_PARTICIPANTS } from './case.policy.js';
import type { GrantRepository, GrantTarget, LaterGrantRecord } from './grant.repository.js';
import { refusedByGate } from './request-head.js';

export interface MissingGrantsView {
  readonly total: number;
  readonly rosterVersion: number;
  readonly entries: readonly {
    readonly entryId: string;
    readonly caseId: string;
    readonly blobId: string | null;
    /** Fingerprints of the holders who lack a grant. */
    readonly lacking: readonly string[];
  }[];
}

export interface GrantServiceParts {
  readonly grants: GrantRepository;
  readonly access: CaseAccessService;
  readonly keys: KeyService;
  readonly vaulted: Vaulted;
  readonly clock: Clock;
  readonly logger: Logger;
}

const base64Schema = z.base64().min(1).max(4096);
const lettingInSchema = z.strictObject({
  entryId: uuidSchema,
  grants: z
    .array(
      z.strictObject({
        subject: z.enum(['entry', 'file']),
        fingerprint: fingerprintSchema,
        keySha256: sha256HexSchema,
        pkesk: base64Schema,
        statement: base64Schema,
        signature: z.string().min(1).max(8192),
      }),
    )
    .min(1)
    .max(128),
});
type SentGrant = z.infer<typeof lettingInSchema>['grants'][number];

/** One page of work; a browser asks again until nothing is left. */
const MOST_ENTRIES = 200;

const OPEN_LATER: readonly Audience[] = audienceSchema.options.filter(
  (audience) => AUDIENCE_RULES[audience].responders === 'all',
);

class EntriesUnreadable extends Error {}

/**
 * Lets whoever joined the team into what was written before, and takes away what was a leaver's. Nothing here is trusted by a client:
 * each grant's statement is signed by the responder who made it, and the newcomer's browser judges it.
 */
export class GrantService {
  /** As last logged by this process. */
  #unreadable = 0;

  constructor(private readonly parts: GrantServiceParts) {}

  /** What the viewer can open and a colleague of today's roster cannot. Empty for whoever is no responder by that roster. */
  async missing(viewer: Viewer, skip = 0): Promise<MissingGrantsView> {
    if (skip < 0) throw new AppError('INVALID_INPUT');
    const { access, keys, grants } = this.parts;
    const own = await access.responderSubkey(viewer);
    const current = await keys.currentReaders();
    if (own === null || !current) return { total: 0, rosterVersion: current?.version ?? 0, entries: [] };
    const wanted = current.readers.filter(({ subkeyId }) => subkeyId !== own);
    const readers = wanted.map(({ subkeyId }) => subkeyId);
    const { total, entries } = await grants.findLacking(own, readers, OPEN_LATER, { skip, most: MOST_ENTRIES });
    return {
      total,
      rosterVersion: current.version,
      entries: entries.map((entry) => ({
        ...entry,
        lacking: wanted.filter(({ subkeyId }) => entry.lacking.includes(subkeyId)).map((reader) => reader.fingerprint),
      })),
    };
  }

  /** @returns how many grants were new. The same request twice adds nothing the second time. */
  async letIn(viewer: Viewer, input: unknown): Promise<number> {
    const parsed = lettingInSchema.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { grants, clock, vaulted } = this.parts;
    const { entryId, grants: sent } = parsed.data;
    const { target, key } = await this.#openTarget(viewer, entryId);
    const current = await this.parts.keys.currentReaders();
    if (!current) throw refusedByGate('roster');
    const judged = sent.map((grant) => toRecord(grant, { target, key, ...current }));
    requireWholeFiles(target, judged);
    await this.#requireSigned(judged, key);
    return grants.add({
      entryId,
      blobId: target.blobId,
      grants: judged,
      storedHour: toHour(clock.now()),
      writerId: viewer.accountId,
      caseHash: vaulted.hmac('audit.case', target.caseId).toString('hex'),
    });
  }

  /** Whoever an earlier roster named and today's does not reads nothing any more from here; what they opened, nobody can take back. */
  async removeLeavers(): Promise<void> {
    const { keys, grants, logger } = this.parts;
    const [left, current] = [await keys.leftSubkeyIds(), await keys.currentReaders()];
    if (!left || !current || left.subkeyIds.length === 0) return;
    const readers = current.readers.map(({ subkeyId }) => subkeyId);
    const { rosterVersion } = left;
    const count = await grants.remove(left.subkeyIds, readers, { rosterVersion, own: OPEN_TO_PARTICIPANTS });
    if (count > 0) logger.info('cases.grants_removed', { count });
    const unreadable = await grants.countUnreadable(readers);
    // Once for each change: the state of the service says it for as long as it lasts.
    if (unreadable > this.#unreadable)
      logger.error('cases.entries_unreadable', new EntriesUnreadable(), { count: unreadable });
    this.#unreadable = unreadable;
  }

  /** Entries that nobody of today's team can open, nor let anybody into. */
  async unreadableEntries(): Promise<number> {
    const current = await this.parts.keys.currentReaders();
    return current ? this.parts.grants.countUnreadable(current.readers.map(({ subkeyId }) => subkeyId)) : 0;
  }

  /** Without it a session alone, its owner's key locked away, could fill the place of every grant with something that opens nothing. */
  async #requireSigned(records: readonly LaterGrantRecord[], key: OwnKey): Promise<void> {
    const now = this.parts.clock.now();
    for (const { statement, signature } of records) {
      const signed = { bytes: statement, signature, publicKey: key.bytes, purpose: 'grant.v1' } as const;
      if ((await verifyStatement(signed, now)) !== 'good') throw refusedByGate('signature');
    }
  }

  async #openTarget(viewer: Viewer, entryId: string): Promise<{ readonly target: GrantTarget; readonly key: OwnKey }> {
    const target = await this.parts.grants.findTarget(entryId);
    if (!target) throw notFound();
    const { access } = await this.parts.access.open(viewer, target.caseId);
    const key = await this.parts.keys.ownKey(viewer.accountId);
    // Only who can read it can know that it is what it says, so only they may vouch for it.
    const holdsGrant = target.subkeyIds.includes(access.encryptionSubkeyId);
    if (access.party !== 'responder' || !holdsGrant || !key) throw notFound();
    return { target, key };
  }
}

interface Judging {
  readonly target: GrantTarget;
  readonly key: OwnKey;
  readonly version: number;
  readonly sha256: string;
  readonly readers: readonly CurrentReader[];
}

/** Says what it must, about this entry, under today's roster, by the one who sends it. */
function isLawful(
  statement: GrantStatement | undefined,
  grant: SentGrant,
  { target, key, ...roster }: Judging,
): boolean {
  return (
    statement?.subject === grant.subject &&
    statement.entryHash === Buffer.from(target.seipdSha256).toString('hex') &&
    statement.granteeKeySha256 === grant.keySha256 &&
    statement.rosterVersion === roster.version &&
    statement.rosterSha256 === roster.sha256 &&
    statement.writer === key.fingerprint
  );
}

function toRecord(grant: SentGrant, judging: Judging): LaterGrantRecord {
  const { target, readers } = judging;
  const reader = readers.find(
    ({ fingerprint, keySha256 }) => fingerprint === grant.fingerprint && keySha256 === grant.keySha256,
  );
  const isAdmitted = reader && mayReceiveLater(target.audience, reader.role);
  if (!isAdmitted || target.ownPeople.includes(reader.subkeyId)) throw refusedByGate('not_admitted');
  if (grant.subject === 'file' && target.blobId === null) throw refusedByGate('no_file');
  const statement = fromBase64(grant.statement);
  if (!isLawful(parseGrantStatement(statement), grant, judging)) throw refusedByGate('statement');
  const pkesk = fromBase64(grant.pkesk);
  const inspected = inspectGrant(pkesk);
  if (!inspected.ok) throw refusedByGate(inspected.code);
  if (inspected.pkesk.keyId !== reader.subkeyId) throw refusedByGate('wrong_recipient');
  return {
    subject: grant.subject,
    encryptionSubkeyId: reader.subkeyId,
    pkesk,
    statement,
    signature: grant.signature,
  };
}

/** A manifest without its file, or a file without its manifest, would be half let in. */
function requireWholeFiles({ blobId }: GrantTarget, records: readonly LaterGrantRecord[]): void {
  const to = (wanted: LaterGrantRecord['subject']): string[] =>
    records.filter(({ subject }) => subject === wanted).map(({ encryptionSubkeyId }) => encryptionSubkeyId);
  const [entry, file] = [to('entry'), to('file')];
  const distinct = new Set(entry).size === entry.length && new Set(file).size === file.length;
  const whole = blobId === null || (entry.length === file.length && entry.every((id) => file.includes(id)));
  if (!distinct || !whole) throw refusedByGate('half_let_in');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
