import type { GrantVerdict } from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { signingTime } from './engine-grant-statement.js';
import type { HeldKey } from './engine-key-ring.js';
import { openVerified } from './engine-open-entry.js';
import { fileSessionKey } from './engine-rewrap.js';
import type { TrustedRoster } from './engine-roster.js';
import { signForPurpose } from './engine-signature.js';
import { inspectMessage } from './inspect-message.js';
import type { EntryRefusal, JudgedGrant, JudgeGrantRequest } from './types.js';

/** What another grant could mend. An entry by the wrong author or for another case stays refused whoever wraps its key. */
const FAULTS_OF_GRANTS: readonly EntryRefusal[] = ['no_grant_for_key', 'grant_unusable', 'integrity'];

type Said = Pick<GrantVerdict, 'subject' | 'entryHash' | 'pkeskSha256' | 'opens'>;

async function signVerdict(said: Said, held: HeldKey, now: Date): Promise<JudgedGrant> {
  const { subject, entryHash, pkeskSha256, opens } = said;
  const granteeKeySha256 = held.publicKey.keySha256;
  const verdict: GrantVerdict = {
    ctx: 'grant-verdict.v1',
    subject,
    entryHash,
    granteeKeySha256,
    pkeskSha256,
    opens,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(verdict));
  const signature = await signForPurpose(held.privateKey, bytes, 'grant-verdict.v1', signingTime(held, now));
  return { subject, opens, statement: { bytes, signature } };
}

/**
 * The engine signs what it found by opening, never what it was told: a page could otherwise have a grant of somebody's thrown away that
 * is the only one to open.
 */
export async function judgeGrant(
  request: JudgeGrantRequest,
  held: HeldKey,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<readonly JudgedGrant[]> {
  const message = inspectMessage(request.message);
  const [pkesk, ...others] = message.ok ? message.pkesks : [];
  if (!message.ok || !pkesk || others.length > 0) return [];
  const verified = await openVerified(request, held, rosters, now);
  if (!verified.ok && !FAULTS_OF_GRANTS.includes(verified.refusal)) return [];
  const entryHash = message.seipd.sha256;
  const said = { subject: 'entry', entryHash, pkeskSha256: sha256Hex(pkesk.bytes), opens: verified.ok } as const;
  const entryVerdict = await signVerdict(said, held, now);
  const { filePkesk } = request;
  if (!verified.ok || filePkesk === undefined || verified.value.opened.entry.kind !== 'file') return [entryVerdict];
  const { ok: opens } = await fileSessionKey(verified.value.opened.entry, filePkesk, held, now);
  const ofFile = { subject: 'file', entryHash, pkeskSha256: sha256Hex(filePkesk), opens } as const;
  return [entryVerdict, await signVerdict(ofFile, held, now)];
}
