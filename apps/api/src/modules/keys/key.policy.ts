import { activeHolders, findTeam, SUPERSEDED_ROSTER_DAYS, type Roster, type RosterHolder } from '@sos/domain';

const DAY_MS = 86_400_000;

/** Record-level rules of keys and rosters: pure, no I/O. */
export const keyPolicy = {
  /** @param supersededAt null while no later roster is published. */
  acceptsRoster(supersededAt: Date | null, notAfter: Date, now: Date): boolean {
    if (now >= notAfter) return false;
    return supersededAt === null || now.getTime() - supersededAt.getTime() <= SUPERSEDED_ROSTER_DAYS * DAY_MS;
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

  holderFingerprints(roster: Roster): readonly string[] {
    const all = roster.teams.flatMap(({ id }) => findTeam(roster, id)?.holders ?? []);
    return [...new Set(all.map(({ fingerprint }) => fingerprint))];
  },
};
