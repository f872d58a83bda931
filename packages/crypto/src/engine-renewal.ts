import {
  isRenewalOf,
  MOST_RENEWALS_IN_A_ROW,
  parseRoster,
  RENEWERS_NEEDED,
  type RootSet,
  type Roster,
} from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { judgeThreshold, type RootKeys } from './engine-roots.js';
import { verifyForPurpose } from './engine-signature.js';
import type { openpgp } from './openpgp-library.js';
import type { RosterProblem, RosterSigners, SignedBytes } from './types.js';

const PURPOSE = 'responder-roster.v1';

export interface RenewalContext {
  readonly set: RootSet;
  readonly rootKeys: RootKeys;
  /** Keys of holders and renewers, by the hash of the bytes as served. */
  readonly served: ReadonlyMap<string, { readonly key: openpgp.Key }>;
  readonly history: readonly SignedBytes[];
  readonly time: Date;
}

export type RosterSignatureVerdict =
  { readonly ok: true; readonly signedBy: RosterSigners } | { readonly ok: false; readonly problem: RosterProblem };

/** Distinct renewers of the roster before, whose keys are the very bytes that roster names. */
async function renewersWhoSigned(document: SignedBytes, before: Roster, context: RenewalContext): Promise<string[]> {
  const signers: string[] = [];
  for (const { fingerprint, keySha256 } of before.renewers ?? []) {
    const renewer = context.served.get(keySha256);
    if (renewer?.key.getFingerprint() !== fingerprint) continue;
    for (const signature of document.signatures) {
      const signed = { bytes: document.bytes, signature };
      if ((await verifyForPurpose(signed, renewer.key, PURPOSE, context.time)) !== 'good') continue;
      signers.push(fingerprint);
      break;
    }
  }
  return signers;
}

function findBefore(roster: Roster, history: readonly SignedBytes[]): { document: SignedBytes; roster: Roster } | null {
  const document = history.find(({ bytes }) => sha256Hex(bytes) === roster.prevSha256);
  const before = document && parseRoster(document.bytes);
  return before ? { document, roster: before } : null;
}

async function judgeRenewal(
  document: SignedBytes,
  roster: Roster,
  context: RenewalContext,
  byRoots: RosterProblem,
  inARow: number,
): Promise<RosterSignatureVerdict> {
  const before = findBefore(roster, context.history);
  const signers = before ? await renewersWhoSigned(document, before.roster, context) : [];
  // Too few of them: then the roots should have signed, and have not.
  if (!before || signers.length < RENEWERS_NEEDED) return { ok: false, problem: byRoots };
  if (!isRenewalOf(roster, before.roster)) return { ok: false, problem: 'renewal_changes_content' };
  if (inARow > MOST_RENEWALS_IN_A_ROW) return { ok: false, problem: 'renewed_too_often' };
  const parent = await judgeSignatures(before.document, before.roster, context, inARow + 1);
  if (!parent.ok) return parent;
  const outOf = before.roster.renewers?.length ?? 0;
  return { ok: true, signedBy: { by: 'renewers', fingerprints: signers, needed: RENEWERS_NEEDED, outOf } };
}

/**
 * A roster counts by the roots' signatures; or, if it only gives later dates to one that counts, by two of the renewers that one
 * names. Every renewal is followed back to what the roots signed: the renewers' own word adds nothing.
 */
export async function judgeSignatures(
  document: SignedBytes,
  roster: Roster,
  context: RenewalContext,
  inARow = 1,
): Promise<RosterSignatureVerdict> {
  const { set, rootKeys, time } = context;
  const { problem, signers } = await judgeThreshold(document, set, rootKeys, PURPOSE, time);
  if (problem) return judgeRenewal(document, roster, context, problem, inARow);
  const counts = { needed: set.threshold, outOf: set.members.length };
  return { ok: true, signedBy: { by: 'roots', fingerprints: signers, ...counts } };
}
