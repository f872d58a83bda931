import {
  canBeSuspended,
  isSuspensionComplete,
  parseRoster,
  parseSuspension,
  standingRosters,
  suspendersOf,
  type HashedRoster,
  type Roster,
  type Suspension,
} from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { verifyForPurpose } from './engine-signature.js';
import type { openpgp } from './openpgp-library.js';
import type { SignedBytes, SuspensionProblem, VerifiedSuspension } from './types.js';

export interface SuspensionContext {
  readonly current: HashedRoster;
  readonly history: readonly SignedBytes[];
  /** Keys whose bytes are those the roster names, by fingerprint. */
  readonly keys: ReadonlyMap<string, openpgp.Key>;
  readonly time: Date;
}

export interface JudgedSuspensions {
  readonly suspended: readonly VerifiedSuspension[];
  readonly problems: readonly SuspensionProblem[];
}

const CLOCK_SKEW_MS = 10 * 60_000;

async function signersOf(
  { bytes, signatures }: SignedBytes,
  suspension: Suspension,
  roster: Roster,
  { keys, time }: SuspensionContext,
): Promise<ReadonlySet<string>> {
  const signers = new Set<string>();
  for (const { fingerprint } of suspendersOf(roster, suspension)) {
    const key = keys.get(fingerprint);
    if (!key) continue;
    for (const signature of signatures) {
      const verdict = await verifyForPurpose({ bytes, signature }, key, 'suspend.v1', time);
      if (verdict === 'good') signers.add(fingerprint);
    }
  }
  return signers;
}

type Judged = VerifiedSuspension | SuspensionProblem;

async function judge(
  document: SignedBytes,
  standing: readonly HashedRoster[],
  context: SuspensionContext,
): Promise<Judged> {
  const suspension = parseSuspension(document.bytes);
  if (!suspension) return 'malformed';
  const under = standing.find(({ sha256 }) => sha256 === suspension.rosterSha256);
  if (under?.roster.version !== suspension.rosterVersion) return 'other_roster';
  if (Date.parse(suspension.at) > context.time.getTime() + CLOCK_SKEW_MS) return 'not_yet_valid';
  if (!canBeSuspended(under.roster, suspension)) return 'not_a_holder';
  const signers = await signersOf(document, suspension, under.roster, context);
  if (!isSuspensionComplete(suspension, signers)) return 'not_enough_signatures';
  const { fingerprint, keySha256, at } = suspension;
  return { fingerprint, keySha256, at, signers: [...signers] };
}

/**
 * Which keys the given statements take out of this roster. One that does not count takes nothing, and is named: whoever serves
 * statements cannot make a roster unusable with rubbish, and cannot add anybody with one either, for a statement has no such field.
 */
export async function judgeSuspensions(
  statements: readonly SignedBytes[],
  context: SuspensionContext,
): Promise<JudgedSuspensions> {
  const byHash = new Map(context.history.map(({ bytes }) => [sha256Hex(bytes), bytes]));
  const standing = standingRosters(context.current, (sha256) => {
    const bytes = byHash.get(sha256);
    return bytes && parseRoster(bytes);
  });
  const judged = await Promise.all(statements.map((statement) => judge(statement, standing, context)));
  return {
    suspended: judged.filter((one) => typeof one !== 'string'),
    problems: judged.filter((one) => typeof one === 'string'),
  };
}
