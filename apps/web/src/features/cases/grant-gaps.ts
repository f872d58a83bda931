import { isMendable } from './judge-grants.js';
import type { EntryMeta, OpenedEntries } from './open-thread.js';

/** By their place in the case: what this reader should be able to open, by the rules, and cannot. */
export interface GrantGaps {
  /** Nothing of this reader's was served with it. */
  readonly missing: readonly number[];
  /** What was served does not open. */
  readonly failing: readonly number[];
  /** The entry opens and its file's key does not. */
  readonly files: readonly number[];
}

/**
 * Everything in the list is for this reader, or the list would not name it; an entry to people chosen by name is the exception, of which a
 * newcomer rightly holds nothing.
 */
export function grantGaps(metas: readonly EntryMeta[], states: OpenedEntries): GrantGaps {
  const places = (those: readonly EntryMeta[]): number[] => those.map(({ position }) => position);
  return {
    missing: places(metas.filter(({ id, audience }) => audience !== 'named' && states.get(id)?.status === 'no_grant')),
    failing: places(metas.filter((meta) => isMendable(states, meta))),
    files: places(metas.filter(({ blob }) => blob?.grantFailed === true)),
  };
}
