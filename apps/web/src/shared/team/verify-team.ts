import type { ApolloClient } from '@apollo/client';
import type { CryptoClient, RosterEvidence, RosterProblem, RosterRef, SignedBytes, VerifiedRoster } from '@sos/crypto';

import { fromBase64 } from '../../platform/keys/base64.js';
import { raiseRosterPin, readRosterPin, type RosterPin } from '../../platform/keys/key-database.js';
import { buildTrust } from '../../platform/keys/pinned-roots.js';
import { TeamRosterDocument, type TeamRosterQuery } from './team.generated.js';

export interface VerifiedTeam extends VerifiedRoster {
  /** Today's format knows one team. */
  readonly teamId: string;
  /** What our server calls the holders of these keys: its word only, shown as such. */
  readonly names: ReadonlyMap<string, string>;
  /** Earlier lists that verified too, for judging what was sealed under them; only where they were asked for. */
  readonly earlier: readonly RosterRef[];
  readonly earlierLists: readonly VerifiedRoster[];
}

export type TeamVerdict =
  | { readonly status: 'verified'; readonly team: VerifiedTeam }
  | { readonly status: 'refused'; readonly problem: RosterProblem; readonly deviceClock: boolean }
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
): Promise<TeamVerdict> {
  const answer = await askForRoster(apollo);
  if (answer instanceof Error) return { status: 'unreachable', error: answer };
  const pin = await readRosterPin();
  const verdict = await crypto.verifyRoster(toEvidence(answer, pin, use));
  if (!verdict.ok) return { status: 'refused', problem: verdict.problem, deviceClock: verdict.deviceClock === true };
  // The engine reads with any list the roots signed, however old; but whoever left since would still be of this one.
  if (pin && verdict.version < pin.version) return { status: 'refused', problem: 'rolled_back', deviceClock: false };
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
    team: { ...verdict, teamId: verdict.roster.teams[0]?.id ?? '', names, earlier, earlierLists },
  };
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
