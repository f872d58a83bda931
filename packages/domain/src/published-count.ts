import { SMALL_CELL } from './limits.js';

export interface DailyChange {
  /** ISO date. */
  readonly day: string;
  /** Confirmed less taken away. */
  readonly change: number;
}

/** A number that moves by fewer would tell who watches it about single people. */
const LEAST_STEP = 5;

/**
 * What somebody outside the campaign's team may be told of one cell: whole days that are over, at least {@link SMALL_CELL} people,
 * and another number only when it differs by five or more from the last one shown. Null: too few to say.
 */
export function publishedCount(changes: readonly DailyChange[], today: string): number | null {
  let running = 0;
  let shown: number | null = null;
  for (const { day, change } of changes.toSorted((one, other) => (one.day < other.day ? -1 : 1))) {
    if (day >= today) break;
    running += change;
    if (Math.abs(running - (shown ?? 0)) >= LEAST_STEP) shown = running >= SMALL_CELL ? running : null;
  }
  return shown;
}
