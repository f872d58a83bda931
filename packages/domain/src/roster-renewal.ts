import type { Roster } from './roster.js';

/** So many of the renewers a roster names sign later dates for it, where the roots cannot meet. */
export const RENEWERS_NEEDED = 2;
/** After that the roots themselves have to look at the list again. */
export const MOST_RENEWALS_IN_A_ROW = 2;

/** Who may receive, on what terms, and who may renew: all that a roster says, but for its dates and its place in the chain. */
export function hasSameContent(one: Roster, other: Roster): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ teams, renewers = [] }: Roster): string {
  return JSON.stringify([teams, renewers]);
}

/**
 * Later dates and nothing else. The date of issue has to fall before the end of what it renews, so that renewers cannot bring back a
 * list long forgotten, and what they can add to a life the roots gave has an end.
 */
export function isRenewalOf(next: Roster, previous: Roster): boolean {
  const isLater = (field: 'issued' | 'renewBy' | 'notAfter'): boolean =>
    Date.parse(next[field]) > Date.parse(previous[field]);
  return (
    next.version === previous.version + 1 &&
    next.rootSetVersion === previous.rootSetVersion &&
    hasSameContent(next, previous) &&
    isLater('issued') &&
    isLater('renewBy') &&
    isLater('notAfter') &&
    Date.parse(next.issued) < Date.parse(previous.notAfter)
  );
}

export interface HashedRoster {
  readonly sha256: string;
  readonly roster: Roster;
}

/**
 * This roster and those it renews, newest first, as far as nothing but dates changed: what was suspended under one of them stays so
 * under all that follow. Later dates alone give nobody their place back.
 */
export function standingRosters(
  current: HashedRoster,
  find: (sha256: string) => Roster | undefined,
): readonly HashedRoster[] {
  const standing = [current];
  let { roster } = current;
  while (roster.prevSha256 !== null) {
    const previous = find(roster.prevSha256);
    if (!previous || !hasSameContent(roster, previous)) break;
    standing.push({ sha256: roster.prevSha256, roster: previous });
    roster = previous;
  }
  return standing;
}
