import { mayReceiveLater, type Entry } from '@sos/domain';
import type { Bytes } from './bytes.js';
import { signGrantStatement, type GrantSubject } from './engine-grant-statement.js';
import type { HeldKey } from './engine-key-ring.js';
import { sessionKeySha256, unwrapSessionKey } from './engine-literal.js';
import { openVerified } from './engine-open-entry.js';
import { requireSealable } from './engine-readers.js';
import { trustedTime, type TrustedHolder, type TrustedRoster } from './engine-roster.js';
import { makeGrants } from './engine-seal-entry.js';
import { CryptoError } from './errors.js';
import { inspectGrant } from './inspect-message.js';
import type { LaterGrant, RewrapRefusal, RewrapRequest, RewrapResult } from './types.js';

type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: RewrapRefusal };

/** Only who reads for the team now may let others of the team read: every client would doubt anybody else's grant. */
function requireResponder(trusted: TrustedRoster, held: HeldKey, teamId: string): void {
  const own = trusted.holders.find(({ keySha256 }) => keySha256 === held.publicKey.keySha256);
  if (own?.teamId !== teamId || own.role !== 'responder') throw new CryptoError('MAY_NOT_WRITE');
}

/**
 * By the audience signed inside the entry and the roster verified here; what the caller asks for decides nothing. Who was among the
 * first recipients may be given another grant in the place of one that does not open.
 */
function admit(entry: Entry, trusted: TrustedRoster, request: RewrapRequest): Step<readonly TrustedHolder[]> {
  const { grantees, expected } = request;
  const admitted = trusted.holders.filter(
    ({ teamId, fingerprint, keySha256, role }) =>
      teamId === expected.teamId &&
      grantees.includes(fingerprint) &&
      (entry.recipients.includes(keySha256) || mayReceiveLater(entry.audience, role)),
  );
  const everybody = grantees.length > 0 && new Set(grantees).size === admitted.length;
  return everybody ? { ok: true, value: admitted } : { ok: false, refusal: 'not_admitted' };
}

/** The file's own session key, which the signed manifest must name: else a server could have another file's key given away. */
async function fileSessionKey(
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
  readonly grantees: readonly TrustedHolder[];
  readonly entryHash: string;
  readonly now: Date;
}

async function give(giving: Giving, subject: GrantSubject['subject'], sessionKey: Bytes): Promise<LaterGrant[]> {
  const { held, trusted, grantees, entryHash, now } = giving;
  const grants = await makeGrants(
    grantees.map((holder) => ({ ...holder, party: holder.role })),
    sessionKey,
    trustedTime(now, trusted),
  );
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
 * roster verified here. A session key that fails any of it is forgotten, and no grant is made.
 */
export async function rewrapEntry(
  request: RewrapRequest,
  held: HeldKey,
  trusted: TrustedRoster,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<RewrapResult> {
  requireSealable(trusted, trustedTime(now, trusted));
  requireResponder(trusted, held, request.expected.teamId);
  const verified = await openVerified(request, held, rosters, now);
  if (!verified.ok) return verified;
  const { opened, sessionKey } = verified.value;
  const grantees = admit(opened.entry, trusted, request);
  if (!grantees.ok) return grantees;
  const giving = { held, trusted, grantees: grantees.value, entryHash: opened.entryHash, now };
  const grants = await give(giving, 'entry', sessionKey);
  if (request.filePkesk === undefined) return { ok: true, entryHash: opened.entryHash, grants };
  const fileKey = await fileSessionKey(opened.entry, request.filePkesk, held, now);
  if (!fileKey.ok) return fileKey;
  return { ok: true, entryHash: opened.entryHash, grants: [...grants, ...(await give(giving, 'file', fileKey.value))] };
}
