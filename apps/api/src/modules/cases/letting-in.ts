import { inspectGrant } from '@sos/crypto/inspect';
import {
  fingerprintSchema,
  mayReceiveLater,
  parseGrantStatement,
  sha256HexSchema,
  uuidSchema,
  type GrantStatement,
} from '@sos/domain';
import { z } from 'zod';

import type { CurrentReader, OwnKey, ReaderKey } from '../keys/index.js';
import { casePolicy, type CaseAccess } from './case.policy.js';
import type { GrantTarget, LaterGrantRecord } from './grant.repository.js';
import { refusedByGate } from './request-head.js';
import { hasFailed } from './served-grant.js';

const base64Schema = z.base64().min(1).max(4096);
export const lettingInSchema = z.strictObject({
  entryId: uuidSchema,
  /** One's own earlier key, which moves what it can read to today's. */
  from: fingerprintSchema.optional(),
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

export interface OpenedTarget {
  readonly target: GrantTarget;
  readonly key: OwnKey;
  readonly party: CaseAccess['party'];
  /** Set where the writer's own earlier key moves what it opens: it gives nothing to anybody else. */
  readonly movesTo: ReaderKey | null;
}

export function toReaderKey({ fingerprint, sha256, encryptionSubkeyId }: OwnKey): ReaderKey {
  return { fingerprint, keySha256: Buffer.from(sha256).toString('hex'), subkeyId: encryptionSubkeyId };
}

export interface Judging extends OpenedTarget {
  readonly version: number;
  readonly sha256: string;
  readonly readers: readonly CurrentReader[];
  /** The case's own people. */
  readonly people: readonly ReaderKey[];
}

/** Their only grants have failed, by their own signed word: whoever can read the entry may make another. */
function isRepair({ grants }: GrantTarget, { subkeyId }: ReaderKey): boolean {
  return grants.some((grant) => grant.encryptionSubkeyId === subkeyId && hasFailed(grant));
}

/** Whom a responder may let in by the audience, and whom any reader may help. Nobody else, whatever a statement says. */
function findGrantee({ fingerprint, keySha256 }: SentGrant, judging: Judging): ReaderKey | undefined {
  const { target, party, readers, people, movesTo } = judging;
  const isMeant = (key: ReaderKey): boolean => key.fingerprint === fingerprint && key.keySha256 === keySha256;
  if (movesTo) return isMeant(movesTo) ? movesTo : undefined;
  const holder = readers.find((key) => isMeant(key) && !target.ownPeople.includes(key.subkeyId));
  if (holder && party === 'responder' && mayReceiveLater(target.audience, holder.role)) return holder;
  const known = holder ?? (casePolicy.isOpenToParticipants(target.audience) ? people.find(isMeant) : undefined);
  if (!known) return undefined;
  // Somebody of the case who changed keys: their own browser moves what it can, and the team's the rest.
  const isNew = !target.grants.some((grant) => grant.encryptionSubkeyId === known.subkeyId);
  return isRepair(target, known) || (isNew && !holder && party === 'responder') ? known : undefined;
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

/** @throws REFUSED_BY_GATE unless this writer may give this grant to this reader, and it has the shape of one. */
export function toRecord(grant: SentGrant, judging: Judging): LaterGrantRecord {
  const { target } = judging;
  const reader = findGrantee(grant, judging);
  if (!reader) throw refusedByGate('not_admitted');
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
export function requireWholeFiles({ blobId }: GrantTarget, records: readonly LaterGrantRecord[]): void {
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
