import type { ApolloClient } from '@apollo/client';
import type { CryptoClient, RosterEvidence, RosterProblem, RosterRef, SignedBytes, VerifiedRoster } from '@sos/crypto';

import { fromBase64 } from '../../platform/keys/base64.js';
import { raiseRosterPin, readRosterPin, type RosterPin } from '../../platform/keys/key-database.js';
import { buildTrust } from '../../platform/keys/pinned-roots.js';
import type { LogFollower, LogState, RosterInLog } from '../../platform/log/follow-log.js';
import { ownLogFollower } from '../../platform/log/own-log.js';
import { TeamRosterDocument, type TeamRosterQuery } from './team.generated.js';

/** The public log, and this list in it. */
export interface TeamInLog {
  readonly state: LogState;
  readonly roster: RosterInLog;
}

/** Why a log is no reason to trust a list, in words that are ready for a person. */
export type LogRefusal = 'log_forked' | 'log_rolled_back' | 'log_not_included' | 'log_witness' | 'log_foreign';

export interface VerifiedTeam extends VerifiedRoster {
  /** Today's format knows one team. */
  readonly teamId: string;
  /** What our server calls the holders of these keys: its word only, shown as such. */
  readonly names: ReadonlyMap<string, string>;
  /** Earlier lists that verified too, for judging what was sealed under them; only where they were asked for. */
  readonly earlier: readonly RosterRef[];
  readonly earlierLists: readonly VerifiedRoster[];
  readonly log: TeamInLog;
}

export type TeamVerdict =
  | { readonly status: 'verified'; readonly team: VerifiedTeam }
  | { readonly status: 'refused'; readonly problem: RosterProblem | LogRefusal; readonly deviceClock: boolean }
  | { readonly status: 'unreachable'; readonly error: Error };

type Answer = TeamRosterQuery['roster'];

/**
 * `read` takes a run-out roster too, to judge what was written under it; nothing can be sealed with it. Neither goes behind the
 * newest one this browser has trusted.
 * @param versions the rosters entries were sealed under: they are verified for reading as well, with all that came after them.
 */
export async function verifyTeam(
  apollo: ApolloClient,
  crypto: CryptoClient,
  use: RosterEvidence['use'],
  versions: readonly number[] = [],
  follower: LogFollower = ownLogFollower(),
): Promise<TeamVerdict> {
  const following = follower.follow();
  const answer = await askForRoster(apollo);
  if (answer instanceof Error) return { status: 'unreachable', error: answer };
  const pin = await readRosterPin();
  const verdict = await crypto.verifyRoster(toEvidence(answer, pin, use));
  if (!verdict.ok) return { status: 'refused', problem: verdict.problem, deviceClock: verdict.deviceClock === true };
  // The engine reads with any list the roots signed, however old; but whoever left since would still be of this one.
  if (pin && verdict.version < pin.version) return { status: 'refused', problem: 'rolled_back', deviceClock: false };
  const log = await findInLog(follower, await following, verdict.sha256, answer);
  const refusal = refusalOf(log);
  // What is there already can still be read; nothing new goes out while the server contradicts itself.
  if (use === 'seal' && refusal) return { status: 'refused', problem: refusal, deviceClock: false };
  if (use === 'seal') await raiseRosterPin({ version: verdict.version, sha256: verdict.sha256 });
  const names = new Map(
    answer.holderKeys.flatMap(({ fingerprint, displayName }) =>
      displayName === null ? [] : [[fingerprint, displayName] as const],
    ),
  );
  const earlierLists = await verifyEarlier(answer, crypto, versions);
  const earlier = earlierLists.map(({ ref }) => ref);
  return {
    status: 'verified',
    team: { ...verdict, teamId: verdict.roster.teams[0]?.id ?? '', names, earlier, earlierLists, log },
  };
}

async function findInLog(
  follower: LogFollower,
  state: LogState,
  sha256: string,
  { logPlace }: Answer,
): Promise<TeamInLog> {
  if (state.status !== 'holds') return { state, roster: 'unknown' };
  return { state, roster: await follower.find({ sha256, place: logPlace }) };
}

/** A log that cannot be asked is only noted: whoever cuts the line must not be able to stop every report. */
function refusalOf({ state, roster }: TeamInLog): LogRefusal | null {
  if (roster === 'not_included') return 'log_not_included';
  if (state.status !== 'broken') return null;
  switch (state.problem) {
    case 'forked':
      return 'log_forked';
    case 'rolled_back':
      return 'log_rolled_back';
    case 'witness':
      return 'log_witness';
    case 'not_included':
      return 'log_not_included';
    case 'malformed':
    case 'signature':
    case 'origin':
      return 'log_foreign';
  }
}

/**
 * The rosters between an entry's and today's say whether its author was still of the team. One that does not verify is left out:
 * entries sealed under it then say that it is not known.
 */
async function verifyEarlier(
  answer: Answer,
  crypto: CryptoClient,
  versions: readonly number[],
): Promise<readonly VerifiedRoster[]> {
  const oldest = Math.min(...versions);
  const wanted = answer.history.filter(({ version }) => version >= oldest);
  const verdicts = await Promise.all(
    wanted.map((roster) => crypto.verifyRoster({ ...toEvidence(answer, undefined, 'read'), roster: toSigned(roster) })),
  );
  return verdicts.flatMap((verdict) => (verdict.ok ? [verdict] : []));
}

/** Without a connection, what was fetched in this window still serves: its signatures are checked all the same. */
async function askForRoster(apollo: ApolloClient): Promise<Answer | Error> {
  try {
    const { data } = await apollo.query({ query: TeamRosterDocument, fetchPolicy: 'network-only' });
    return data?.roster ?? new Error('UNKNOWN');
  } catch (error) {
    const kept = apollo.readQuery({ query: TeamRosterDocument });
    if (kept) return kept.roster;
    return error instanceof Error ? error : new Error('UNKNOWN');
  }
}

function toEvidence(answer: Answer, pin: RosterPin | undefined, use: RosterEvidence['use']): RosterEvidence {
  const { pinnedRoots, date } = buildTrust();
  return {
    use,
    roster: toSigned(answer),
    rootSets: answer.rootSets.map(toSigned),
    rootKeys: answer.rootKeys.map(({ bytes }) => fromBase64(bytes)),
    holderKeys: answer.holderKeys.map(({ bytes }) => fromBase64(bytes)),
    pinned: pinnedRoots,
    buildDate: date,
    minimumVersion: pin?.version ?? 1,
    previous: pin && { version: pin.version, sha256: pin.sha256 },
    history: answer.history.map(toSigned),
    suspensions: answer.suspensions.map(toSigned),
  };
}

function toSigned({ bytes, signatures }: { bytes: string; signatures: readonly { armored: string }[] }): SignedBytes {
  return { bytes: fromBase64(bytes), signatures: signatures.map(({ armored }) => armored) };
}
