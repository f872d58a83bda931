import type { HolderRole, KeyRef, Roster, RosterHolder } from './roster.js';

export type RosterChange =
  | { readonly kind: 'added' | 'left' | 'suspended' | 'reinstated'; readonly holder: RosterHolder }
  | { readonly kind: 'key_changed'; readonly holder: RosterHolder }
  | { readonly kind: 'role_changed'; readonly holder: RosterHolder; readonly before: HolderRole }
  | { readonly kind: 'renewer_added' | 'renewer_removed'; readonly key: KeyRef }
  | { readonly kind: 'roots_changed'; readonly version: number }
  | { readonly kind: 'dates' };

function holdersByKey(roster: Roster | undefined): ReadonlyMap<string, RosterHolder> {
  const all = (roster?.teams ?? []).flatMap(({ id, holders }) =>
    holders.map((holder) => [`${id} ${holder.fingerprint}`, holder] as const),
  );
  return new Map(all);
}

function isIn(holder: RosterHolder | undefined, issued: string): boolean {
  return holder !== undefined && (holder.until === null || Date.parse(holder.until) > Date.parse(issued));
}

function changesOf(
  before: RosterHolder | undefined,
  after: RosterHolder | undefined,
  issued: { readonly before: string; readonly after: string },
): readonly RosterChange[] {
  const [was, is] = [isIn(before, issued.before), isIn(after, issued.after)];
  if (!is) return was && before ? [{ kind: 'left', holder: after ?? before }] : [];
  if (!after) return [];
  if (!was || !before) return [{ kind: 'added', holder: after }];
  const changes: RosterChange[] = [];
  if (before.keySha256 !== after.keySha256) changes.push({ kind: 'key_changed', holder: after });
  if (before.role !== after.role) changes.push({ kind: 'role_changed', holder: after, before: before.role });
  if (before.status !== after.status || before.from !== after.from)
    changes.push({ kind: after.status === 'suspended' ? 'suspended' : 'reinstated', holder: after });
  return changes;
}

function renewerChanges(before: Roster | undefined, after: Roster): readonly RosterChange[] {
  const [old, now] = [before?.renewers ?? [], after.renewers ?? []];
  const names = (list: readonly KeyRef[], key: KeyRef): boolean =>
    list.some(({ keySha256 }) => keySha256 === key.keySha256);
  return [
    ...now.filter((key) => !names(old, key)).map((key) => ({ kind: 'renewer_added' as const, key })),
    ...old.filter((key) => !names(now, key)).map((key) => ({ kind: 'renewer_removed' as const, key })),
  ];
}

/** What a roster says differently from the one before it, for people to read. `dates` alone: it was only renewed. */
export function rosterChanges(before: Roster | undefined, after: Roster): readonly RosterChange[] {
  const [old, now] = [holdersByKey(before), holdersByKey(after)];
  const names = [...new Set([...now.keys(), ...old.keys()])];
  const issued = { before: before?.issued ?? after.issued, after: after.issued };
  const changes: RosterChange[] = [
    ...names.flatMap((name) => changesOf(old.get(name), now.get(name), issued)),
    ...renewerChanges(before, after),
  ];
  if (before && before.rootSetVersion !== after.rootSetVersion)
    changes.push({ kind: 'roots_changed', version: after.rootSetVersion });
  return changes.length > 0 ? changes : [{ kind: 'dates' }];
}
