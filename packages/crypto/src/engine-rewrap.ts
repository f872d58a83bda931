import type { Entry } from '@sos/domain';
import type { Bytes } from './bytes.js';
import { admit, requireWriterOfGrants } from './engine-admission.js';
import { signGrantStatement, type GrantSubject } from './engine-grant-statement.js';
import type { HeldKey } from './engine-key-ring.js';
import { sessionKeySha256, unwrapSessionKey } from './engine-literal.js';
import { openVerified } from './engine-open-entry.js';
import { requireSealable, type PlannedReader } from './engine-readers.js';
import { trustedTime, type TrustedRoster } from './engine-roster.js';
import { makeGrants } from './engine-seal-entry.js';
import { inspectGrant } from './inspect-message.js';
import type { LaterGrant, RewrapRefusal, RewrapRequest, RewrapResult } from './types.js';

type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: RewrapRefusal };

/** The file's own session key, which the signed manifest must name: else a server could have another file's key given away. */
export async function fileSessionKey(
  entry: Entry,
  pkesk: Uint8Array,
  { privateKey }: HeldKey,
  date: Date,
): Promise<Step<Bytes>> {
  if (entry.kind !== 'file' || !inspectGrant(pkesk).ok) return { ok: false, refusal: 'file_grant_unusable' };
  const sessionKey = await unwrapSessionKey(pkesk, privateKey, date);
  const isThisFiles = sessionKey !== undefined && sessionKeySha256(sessionKey) === entry.body.sessionKeySha256;
  return isThisFiles ? { ok: true, value: sessionKey } : { ok: false, refusal: 'file_grant_unusable' };
}

interface Giving {
  readonly held: HeldKey;
  readonly trusted: TrustedRoster;
  readonly grantees: readonly PlannedReader[];
  readonly entryHash: string;
  readonly now: Date;
}

async function give(giving: Giving, subject: GrantSubject['subject'], sessionKey: Bytes): Promise<LaterGrant[]> {
  const { held, trusted, grantees, entryHash, now } = giving;
  const grants = await makeGrants(grantees, sessionKey, trustedTime(now, trusted));
  return Promise.all(
    grants.map(async (grant) => {
      const named = { subject, entryHash, granteeKeySha256: grant.keySha256 };
      return { ...grant, subject, statement: await signGrantStatement(named, held, trusted, now) };
    }),
  );
}

/**
 * Lets later readers into one entry without touching its bulk. Nothing the server says is taken for granted: this SEIPD must open
 * with this session key, its author's signature hold, and the case, entry and audience signed inside admit each grantee under a
 * roster verified here, or under the successions of the case's own people. A session key that fails any of it is forgotten, and no grant is made.
 */
export async function rewrapEntry(
  request: RewrapRequest,
  held: HeldKey,
  trusted: TrustedRoster,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<RewrapResult> {
  requireSealable(trusted, trustedTime(now, trusted));
  const writer = await requireWriterOfGrants(request, held, trusted, now);
  const verified = await openVerified(request, held, rosters, now);
  if (!verified.ok) return verified;
  const { opened, sessionKey } = verified.value;
  const grantees = await admit({ request, held, trusted, writer, verified: verified.value, now });
  if (!grantees) return { ok: false, refusal: 'not_admitted' };
  const giving = { held, trusted, grantees, entryHash: opened.entryHash, now };
  const grants = await give(giving, 'entry', sessionKey);
  if (request.filePkesk === undefined) return { ok: true, entryHash: opened.entryHash, grants };
  const fileKey = await fileSessionKey(opened.entry, request.filePkesk, held, now);
  if (!fileKey.ok) return fileKey;
  return { ok: true, entryHash: opened.entryHash, grants: [...grants, ...(await give(giving, 'file', fileKey.value))] };
}
