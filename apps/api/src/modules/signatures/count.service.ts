import { SMALL_CELL, type DailyChange } from '@sos/domain';

import type { Clock, Logger } from '../../platform/platform.types.js';
import { NO_PARTNER, type Snapshot, type TallyRecord, type TallyRepository } from './tally.repository.js';

export interface SignatureCountView {
  readonly confirmed: number;
  /** Everything committed before this moment is in the number. */
  readonly asOf: Date;
}

export interface BreakdownView {
  readonly confirmed: number;
  readonly removed: number;
  /** Older than a day, rounded down to tens. */
  readonly unconfirmed: number;
  readonly byDay: { day: string; confirmed: number }[];
  readonly byPartner: { name: string | null; confirmed: number }[];
}

export interface PartnerCell {
  readonly campaignId: string;
  readonly partnerId: string;
  readonly days: readonly DailyChange[];
}

interface Sample {
  readonly next: bigint;
  readonly at: Date;
}

const LAG_ALERT_MS = 10_000;
const DAY_MS = 86_400_000;
const MOST_SAMPLES = 3_600;

/**
 * For which moment a horizon stands: the latest one at which no transaction had begun that is not below it now. Then whatever
 * was committed by that moment is folded.
 */
export class HorizonClock {
  #samples: Sample[] = [];

  asOf({ horizon, next }: Pick<Snapshot, 'horizon' | 'next'>, now: Date): Date | null {
    this.#samples.push({ next, at: now });
    if (this.#samples.length > MOST_SAMPLES) this.#samples.shift();
    const reached = this.#samples.filter((sample) => sample.next <= horizon).at(-1);
    if (!reached) return null;
    this.#samples = this.#samples.filter((sample) => sample === reached || sample.next > horizon);
    return reached.at;
  }
}

const sum = (tallies: readonly TallyRecord[], of: (tally: TallyRecord) => number): number =>
  tallies.reduce((total, tally) => total + of(tally), 0);
const groups = <Key, Tally extends TallyRecord>(
  tallies: readonly Tally[],
  by: (tally: Tally) => Key,
): Map<Key, Tally[]> => {
  const grouped = new Map<Key, Tally[]>();
  for (const tally of tallies) grouped.set(by(tally), [...(grouped.get(by(tally)) ?? []), tally]);
  return grouped;
};
const standing = (tallies: readonly TallyRecord[]): number =>
  sum(tallies, ({ confirmed, removed }) => confirmed - removed);

/** Numbers that are exact as of a moment they name; never a counter that signing would have to lock. */
export class CountService {
  readonly #horizon = new HorizonClock();

  constructor(
    private readonly tallies: TallyRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async rollUp(): Promise<void> {
    const now = this.clock.now();
    const { asOf, recounted } = await this.tallies.rollUp((snapshot) => this.#horizon.asOf(snapshot, now));
    if (recounted) this.logger.info('signatures.recounted');
    if (now.getTime() - asOf.getTime() > LAG_ALERT_MS)
      this.logger.warn('signatures.count_lags', { ms: now.getTime() - asOf.getTime() });
  }

  /** In the order asked, for a loader. */
  async countOf(campaignIds: readonly string[]): Promise<readonly SignatureCountView[]> {
    const [asOf, counts] = await Promise.all([this.tallies.readAsOf(), this.tallies.counts(campaignIds)]);
    const byId = new Map(counts.map(({ campaignId, confirmed }) => [campaignId, confirmed]));
    return campaignIds.map((id) => ({ confirmed: byId.get(id) ?? 0, asOf: asOf ?? new Date(0) }));
  }

  /** What came through each partner, by day, for whoever is told of it by the table for small cells. */
  async dailyByPartner(partnerIds: readonly string[]): Promise<readonly PartnerCell[]> {
    const tallies = await this.tallies.talliesOfPartners(partnerIds);
    const cells = groups(tallies, ({ campaignId, partnerId }) => `${campaignId} ${partnerId}`);
    return [...cells.values()].flatMap((rows) => {
      const [first] = rows;
      if (!first) return [];
      const days = rows.map(({ day, confirmed, removed }) => ({
        day: day.toISOString().slice(0, 10),
        change: confirmed - removed,
      }));
      return [{ campaignId: first.campaignId, partnerId: first.partnerId, days }];
    });
  }

  /**
   * For the campaign's own team. Nothing here moves when somebody signs, only when somebody confirms: else whoever reads it could
   * sign in another's name and see whether that was news. What waits to be confirmed is a day old, and in whole tens.
   */
  async breakdownOf(campaignId: string): Promise<BreakdownView> {
    const dayAgo = new Date(this.clock.now().getTime() - DAY_MS);
    const [tallies, waiting] = await Promise.all([
      this.tallies.tallies(campaignId),
      this.tallies.countWaiting(campaignId, dayAgo),
    ]);
    const known = tallies.filter(({ confirmed, removed }) => confirmed > 0 || removed > 0);
    const partners = groups(known, ({ partnerId }) => partnerId);
    const names = await this.tallies.partnerNames([...partners.keys()].filter((id) => id !== NO_PARTNER));
    return {
      confirmed: standing(known),
      removed: sum(known, ({ removed }) => removed),
      unconfirmed: Math.floor(waiting / SMALL_CELL) * SMALL_CELL,
      byDay: [...groups(known, ({ day }) => day.toISOString().slice(0, 10))].map(([day, rows]) => ({
        day,
        confirmed: sum(rows, ({ confirmed }) => confirmed),
      })),
      byPartner: [...partners].map(([id, rows]) => ({ name: names.get(id) ?? null, confirmed: standing(rows) })),
    };
  }
}
