import { findTeam, parseGrantStatement, type GrantStatement } from '@sos/domain';
import type { HeldKey } from './engine-key-ring.js';
import type { TrustedRoster } from './engine-roster.js';
import { signForPurpose, verifyForPurpose } from './engine-signature.js';
import type { openpgp } from './openpgp-library.js';
import type { SignedStatement } from './types.js';

const HOUR_MS = 3_600_000;

/** What a grant must be for; the rest of its statement says who wrote it, and under which roster. */
export type GrantSubject = Pick<GrantStatement, 'subject' | 'entryHash' | 'granteeKeySha256'>;

/** To the hour, like everything the server keeps of a case; never before the key that signs was made. */
export function signingTime({ privateKey }: HeldKey, now: Date): Date {
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return new Date(Math.max(hour, ...privateKey.getKeys().map((key) => key.getCreationTime().getTime())));
}

export async function signGrantStatement(
  subject: GrantSubject,
  held: HeldKey,
  trusted: TrustedRoster,
  now: Date,
): Promise<SignedStatement> {
  const statement: GrantStatement = {
    ctx: 'grant.v1',
    ...subject,
    rosterVersion: trusted.roster.version,
    rosterSha256: trusted.sha256,
    writer: held.publicKey.fingerprint,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(statement));
  return { bytes, signature: await signForPurpose(held.privateKey, bytes, 'grant.v1', signingTime(held, now)) };
}

function isAbout(statement: GrantStatement, expected: GrantSubject): boolean {
  return (
    statement.subject === expected.subject &&
    statement.entryHash === expected.entryHash &&
    statement.granteeKeySha256 === expected.granteeKeySha256
  );
}

/** Whether one of these keys signed that this key may read this entry. */
export async function isGrantedBy(
  { bytes, signature }: SignedStatement,
  expected: GrantSubject,
  writers: readonly { readonly fingerprint: string; readonly key: openpgp.Key }[],
  now: Date,
): Promise<boolean> {
  const statement = parseGrantStatement(bytes);
  if (!statement || !isAbout(statement, expected)) return false;
  const writer = writers.find(({ fingerprint }) => fingerprint === statement.writer);
  return writer !== undefined && (await verifyForPurpose({ bytes, signature }, writer.key, 'grant.v1', now)) === 'good';
}

/** Whether a responder of the team, by a roster verified here, signed that this key may read this entry. */
export async function isVouchedFor(
  { bytes, signature }: SignedStatement,
  expected: GrantSubject,
  rosters: readonly TrustedRoster[],
  { teamId }: { readonly teamId: string },
  now: Date,
): Promise<boolean> {
  const statement = parseGrantStatement(bytes);
  if (!statement || !isAbout(statement, expected)) return false;
  const trusted = rosters.find(({ sha256 }) => sha256 === statement.rosterSha256);
  const writer = trusted && findTeam(trusted.effective, teamId)?.holders.find(isResponder(statement.writer));
  const key = writer && trusted.verificationKeys.get(writer.fingerprint);
  return key !== undefined && (await verifyForPurpose({ bytes, signature }, key, 'grant.v1', now)) === 'good';
}

function isResponder(fingerprint: string) {
  return (holder: { readonly fingerprint: string; readonly role: string; readonly status: string }): boolean =>
    holder.fingerprint === fingerprint && holder.role === 'responder' && holder.status === 'active';
}
