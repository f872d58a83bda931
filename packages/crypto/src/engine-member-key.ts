import { activeHolders, parseMemberKey, VOUCHERS_NEEDED, type MemberKey } from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { readKeyForVerifying } from './engine-public-key.js';
import { trustedTime, type TrustedRoster } from './engine-roster.js';
import { verifyForPurpose } from './engine-signature.js';
import type { SignedBytes, VouchRequest, VouchVerdict } from './types.js';

const NOBODY: VouchVerdict = { verified: false, vouchers: [], statement: undefined, bytes: undefined };

/** Responders who may receive today, each once; nobody vouches for a key of their own. */
async function vouchersOf(
  { bytes, signatures }: SignedBytes,
  { fingerprint: own }: MemberKey,
  trusted: TrustedRoster,
  time: Date,
): Promise<readonly string[]> {
  const responders = trusted.effective.teams.flatMap(({ id }) =>
    activeHolders(trusted.effective, id, time, 'responder'),
  );
  const vouchers = new Set<string>();
  for (const { fingerprint } of responders) {
    const key = trusted.verificationKeys.get(fingerprint);
    if (!key || fingerprint === own) continue;
    for (const signature of signatures) {
      const verdict = await verifyForPurpose({ bytes, signature }, key, 'member-key.v1', time);
      if (verdict === 'good') vouchers.add(fingerprint);
    }
  }
  return [...vouchers];
}

/** Whether the statement is about this key and this person: any other word in it is about somebody else. */
function isAbout(statement: MemberKey, request: VouchRequest, fingerprint: string): boolean {
  return (
    statement.accountId === request.accountId &&
    statement.name === request.name &&
    statement.organisation === request.organisation &&
    statement.organisationName === request.organisationName &&
    statement.fingerprint === fingerprint &&
    statement.keySha256 === sha256Hex(request.key)
  );
}

/** Two responders of the roster say whose key it is, after comparing it over another channel. The server's word counts for nothing. */
export async function judgeMemberKey(
  request: VouchRequest,
  trusted: TrustedRoster,
  deviceTime: Date,
): Promise<VouchVerdict> {
  const time = trustedTime(deviceTime, trusted);
  const key = await readKeyForVerifying(request.key);
  if (!key) return NOBODY;
  let best = NOBODY;
  for (const document of request.statements) {
    const statement = parseMemberKey(document.bytes);
    if (!statement || !isAbout(statement, request, key.getFingerprint())) continue;
    const vouchers = await vouchersOf(document, statement, trusted, time);
    if (vouchers.length <= best.vouchers.length) continue;
    best = { verified: vouchers.length >= VOUCHERS_NEEDED, vouchers, statement, bytes: document.bytes };
  }
  return best;
}
