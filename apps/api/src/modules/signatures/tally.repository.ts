import type { Database } from '@sos/database';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

export interface Snapshot {
  /** Everything below is committed or undone for ever. */
  readonly horizon: bigint;
  /** Everything above had not begun. */
  readonly next: bigint;
  readonly system: string;
}

export interface CountRecord {
  readonly campaignId: string;
  readonly confirmed: number;
}

export interface TallyRecord {
  readonly partnerId: string;
  readonly day: Date;
  readonly created: number;
  readonly confirmed: number;
  readonly removed: number;
}

/** Counts that came through our own pages. */
export const NO_PARTNER = '00000000-0000-0000-0000-000000000000';

export class TallyRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  /**
   * Folds every event below the horizon that is not folded yet, in one transaction with the mark of how far it came. On another
   * database system (a restore, a move) transaction ids mean something else, so everything is counted again.
   * @param asOfAt what moment the horizon stands for; null when it stands for none later than the last.
   */
  rollUp(asOfAt: (snapshot: Snapshot) => Date | null): Promise<{ readonly asOf: Date; readonly recounted: boolean }> {
    return this.#prisma.$transaction(async (tx) => {
      const snapshot = await readSnapshot(tx);
      const mark = await lockMark(tx, snapshot);
      const recounted = mark.system !== snapshot.system;
      if (recounted) await tx.tally.deleteMany();
      const from = recounted ? 0n : mark.xid;
      if (snapshot.horizon > from) await fold(tx, from, snapshot.horizon);
      const asOf = asOfAt(snapshot);
      const latest = asOf !== null && (recounted || asOf > mark.asOf) ? asOf : mark.asOf;
      const xid = snapshot.horizon > from ? snapshot.horizon : from;
      await tx.$executeRaw`
        UPDATE "RollUp" SET "systemIdentifier" = ${snapshot.system}, "xid" = ${String(xid)}::xid8, "asOf" = ${latest.toISOString()}::timestamptz WHERE "id" = 1`;
      return { asOf: latest, recounted };
    });
  }

  async readAsOf(): Promise<Date | null> {
    const row = await this.#prisma.rollUp.findUnique({ where: { id: 1 }, select: { asOf: true } });
    return row?.asOf ?? null;
  }

  async counts(campaignIds: readonly string[]): Promise<readonly CountRecord[]> {
    const rows = await this.#prisma.tally.groupBy({
      by: ['campaignId'],
      where: { campaignId: { in: [...campaignIds] } },
      _sum: { confirmed: true, removed: true },
    });
    return rows.map(({ campaignId, _sum }) => ({ campaignId, confirmed: (_sum.confirmed ?? 0) - (_sum.removed ?? 0) }));
  }

  tallies(campaignId: string): Promise<readonly TallyRecord[]> {
    return this.#prisma.tally.findMany({ where: { campaignId }, orderBy: { day: 'asc' } });
  }

  talliesOfPartners(
    partnerIds: readonly string[],
  ): Promise<readonly (TallyRecord & { readonly campaignId: string })[]> {
    return this.#prisma.tally.findMany({
      where: { partnerId: { in: [...partnerIds] } },
      orderBy: [{ campaignId: 'asc' }, { day: 'asc' }],
    });
  }

  /** Begun before this moment, with nothing that happened since: neither confirmed, nor taken away, nor erased. */
  async countWaiting(campaignId: string, begunBefore: Date): Promise<number> {
    return this.#prisma.signature.count({
      where: { campaignId, createdAt: { lte: begunBefore }, events: { none: { kind: { not: 'created' } } } },
    });
  }

  async partnerNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#prisma.partner.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true },
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

async function readSnapshot(tx: DatabaseTransaction): Promise<Snapshot> {
  const rows = await tx.$queryRaw<{ horizon: string; next: string; system: string }[]>`
    SELECT pg_snapshot_xmin(now_running)::text AS horizon, pg_snapshot_xmax(now_running)::text AS next,
      (SELECT system_identifier::text FROM pg_control_system()) AS system
    FROM pg_current_snapshot() AS now_running`;
  const [row] = rows;
  if (!row) throw new Error('no snapshot');
  return { horizon: BigInt(row.horizon), next: BigInt(row.next), system: row.system };
}

async function lockMark(
  tx: DatabaseTransaction,
  { system }: Snapshot,
): Promise<{ system: string; xid: bigint; asOf: Date }> {
  await tx.$executeRaw`
    INSERT INTO "RollUp" ("id", "systemIdentifier", "xid", "asOf") VALUES (1, '', '0'::xid8, to_timestamp(0)) ON CONFLICT ("id") DO NOTHING`;
  const rows = await tx.$queryRaw<{ system: string; xid: string; as_of: string }[]>`
    SELECT "systemIdentifier" AS system, "xid"::text AS xid, (extract(epoch FROM "asOf") * 1000)::bigint::text AS as_of FROM "RollUp" WHERE "id" = 1 FOR UPDATE`;
  const [row] = rows;
  if (!row) return { system, xid: 0n, asOf: new Date(0) };
  return { system: row.system, xid: BigInt(row.xid), asOf: new Date(Number(row.as_of)) };
}

/**
 * A signature counts while it is confirmed and not taken away, in whatever order the two came. So each signature that something
 * happened to is looked at as it was at the last mark and as it is at this one, and the difference is added.
 */
async function fold(tx: DatabaseTransaction, from: bigint, to: bigint): Promise<void> {
  await tx.$executeRaw`
    WITH bounds AS (SELECT ${String(from)}::xid8 AS low, ${String(to)}::xid8 AS high),
    touched AS (SELECT DISTINCT "signatureId" FROM "SignatureEvent", bounds WHERE "xid" >= low AND "xid" < high),
    event AS (
      SELECT e."signatureId", e."campaignId", COALESCE(e."partnerId", ${NO_PARTNER}::uuid) AS partner, (e."at" AT TIME ZONE 'UTC')::date AS day,
        CASE WHEN e."kind" IN ('withdrawn', 'disowned', 'invalidated') THEN 'removed' ELSE e."kind"::text END AS kind, e."xid" < low AS old
      FROM "SignatureEvent" e JOIN touched USING ("signatureId"), bounds
      WHERE e."xid" < high AND e."kind" <> 'erased'
    ),
    state AS (
      SELECT "signatureId", "campaignId", partner,
        min(day) FILTER (WHERE kind = 'created' AND NOT old) AS created_day,
        min(day) FILTER (WHERE kind = 'confirmed' AND NOT old) AS confirmed_day,
        max(day) FILTER (WHERE NOT old) AS last_day,
        COALESCE(bool_or(kind = 'confirmed'), false) AND COALESCE(bool_or(kind = 'removed'), false) AS gone_now,
        COALESCE(bool_or(kind = 'confirmed' AND old), false) AND COALESCE(bool_or(kind = 'removed' AND old), false) AS gone_before
      FROM event GROUP BY "signatureId", "campaignId", partner
    ),
    change AS (
      SELECT "campaignId", partner, created_day AS day, 1 AS created, 0 AS confirmed, 0 AS removed FROM state WHERE created_day IS NOT NULL
      UNION ALL SELECT "campaignId", partner, confirmed_day, 0, 1, 0 FROM state WHERE confirmed_day IS NOT NULL
      UNION ALL SELECT "campaignId", partner, last_day, 0, 0, 1 FROM state WHERE gone_now AND NOT gone_before
    )
    INSERT INTO "Tally" AS tally ("campaignId", "partnerId", "day", "created", "confirmed", "removed")
    SELECT "campaignId", partner, day, sum(created)::int, sum(confirmed)::int, sum(removed)::int FROM change GROUP BY "campaignId", partner, day
    ON CONFLICT ("campaignId", "partnerId", "day") DO UPDATE SET
      "created" = tally."created" + excluded."created", "confirmed" = tally."confirmed" + excluded."confirmed", "removed" = tally."removed" + excluded."removed"`;
}
