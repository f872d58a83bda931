import { activeHolders, findTeam, SUPERSEDED_ROSTER_DAYS, type Roster, type RosterHolder } from '@sos/domain';

const DAY_MS = 86_400_000;
const CLOCK_SKEW_MS = 10 * 60_000;

/** Record-level rules of keys and rosters: pure, no I/O. */
export const keyPolicy = {
  /** @param supersededAt null while no later roster is published. */
  acceptsRoster(supersededAt: Date | null, notAfter: Date, now: Date): boolean {
    if (now >= notAfter) return false;
    return supersededAt === null || now.getTime() - supersededAt.getTime() <= SUPERSEDED_ROSTER_DAYS * DAY_MS;
  },

  /** One signed ahead waits for its time; a browser may be a little early. */
  hasBegun({ issued }: Roster, now: Date): boolean {
    return Date.parse(issued) <= now.getTime() + CLOCK_SKEW_MS;
  },

  /** Today's format knows one team; its id is the roster's to say. */
  teamIdOf(roster: Roster): string {
    return roster.teams[0]?.id ?? '';
  },

  holderOf(roster: Roster, fingerprint: string, now: Date): RosterHolder | undefined {
    return activeHolders(roster, keyPolicy.teamIdOf(roster), now).find((holder) => holder.fingerprint === fingerprint);
  },

  /** Gone for good: not suspended, which a later roster may end, and not listed to begin later. */
  hasLeft(roster: Roster, fingerprint: string, now: Date): boolean {
    const holders = roster.teams.flatMap(({ holders: all }) => all.filter((one) => one.fingerprint === fingerprint));
    return holders.every(({ until }) => until !== null && Date.parse(until) <= now.getTime());
  },

  /** Holders, and who may renew. */
  namedFingerprints(roster: Roster): readonly string[] {
    const holders = roster.teams.flatMap(({ id }) => findTeam(roster, id)?.holders ?? []);
    const all = [...holders, ...(roster.renewers ?? [])];
    return [...new Set(all.map(({ fingerprint }) => fingerprint))];
  },
};
