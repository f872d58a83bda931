import { checkProduction, pendingMigrations, migrationsFolder, type Database } from '@sos/database';

import { currentAt } from '../../platform/current-membership.js';

export interface DatabaseFacts {
  readonly kind: string;
  readonly version: string;
  readonly bytes: number;
  readonly problems: string[];
  readonly pendingMigrations: number;
}
export interface ProcessRecord {
  readonly id: string;
  readonly role: string;
  readonly build: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
}
export interface QueueRecord {
  readonly name: string;
  readonly waiting: number;
  /** In the last day. */
  readonly failed: number;
}
export interface FailedMailRecord {
  readonly id: string;
  readonly template: string;
  readonly code: string;
  readonly attempts: number;
  readonly createdAt: Date;
}
export interface MailFacts {
  readonly pending: number;
  readonly oldestDue: Date | null;
  readonly failedSinceYesterday: number;
  readonly failed: FailedMailRecord[];
  readonly byDay: { readonly day: string; readonly code: string; readonly count: number }[];
}

const MOST_ROWS = 50;
const count = (value: unknown): number => Number(value ?? 0);

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** Figures about the service itself: counts, codes and times, nothing of a person or a case. */
export class HealthRepository {
  constructor(private readonly database: Database) {}

  async databaseFacts(): Promise<DatabaseFacts> {
    const [row] = await this.database.sql`
      SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS bytes`;
    return {
      kind: this.database.kind,
      version: String(row?.['version']),
      bytes: count(row?.['bytes']),
      problems: await checkProduction(this.database),
      pendingMigrations: (await pendingMigrations(this.database, migrationsFolder())).length,
    };
  }

  processes(): Promise<readonly ProcessRecord[]> {
    return this.database.prisma.processBeat.findMany({ orderBy: { startedAt: 'asc' }, take: MOST_ROWS });
  }

  /** What pg-boss keeps: nothing before the first worker has started. */
  async queues(since: Date): Promise<readonly QueueRecord[]> {
    const [known] = await this.database.sql`SELECT to_regclass('pgboss.job') IS NOT NULL AS present`;
    if (known?.['present'] !== true) return [];
    const rows = await this.database.sql`
      SELECT name, count(*) FILTER (WHERE state IN ('created', 'retry', 'active'))::int AS waiting,
        count(*) FILTER (WHERE state = 'failed' AND completed_on > ${since.toISOString()}::timestamptz)::int AS failed
      FROM (SELECT name, state::text AS state, completed_on FROM pgboss.job
        UNION ALL SELECT name, state::text, completed_on FROM pgboss.archive) AS jobs
      WHERE name NOT LIKE '\\_\\_%' GROUP BY name ORDER BY name`;
    return rows.map(({ name, waiting, failed }) => ({
      name: String(name),
      waiting: count(waiting),
      failed: count(failed),
    }));
  }

  async mail(now: Date, yesterday: Date): Promise<MailFacts> {
    const { outbox } = this.database.prisma;
    const [pending, due, putOff, failedSinceYesterday, failed, byDay] = await Promise.all([
      outbox.count({ where: { status: 'pending' } }),
      outbox.findFirst({
        where: { status: 'pending', nextAttemptAt: { lte: now } },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      }),
      this.#putOffSince(),
      // A mail server that does not answer is tried for two days: the last try says when a mail failed, not its making.
      outbox.count({ where: { status: 'failed', nextAttemptAt: { gt: yesterday } } }),
      outbox.findMany({
        where: { status: 'failed' },
        orderBy: { createdAt: 'desc' },
        take: MOST_ROWS,
        select: { id: true, template: true, errorCode: true, attempts: true, createdAt: true },
      }),
      this.database.sql`
        SELECT to_char("nextAttemptAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, coalesce("errorCode", 'UNKNOWN') AS code,
          count(*)::int AS count
        FROM "Outbox" WHERE "status" = 'failed' GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC LIMIT ${MOST_ROWS}::int`,
    ]);
    return {
      pending,
      oldestDue: earlier(due?.nextAttemptAt ?? null, putOff),
      failedSinceYesterday,
      failed: failed.map(({ errorCode, ...mail }) => ({ ...mail, code: errorCode ?? 'UNKNOWN' })),
      byDay: byDay.map((row) => ({ day: String(row['day']), code: String(row['code']), count: count(row['count']) })),
    };
  }

  /**
   * Since when no mail has left though some was tried; null while others leave, since one bad address is no outage. What was put off
   * is due again only hours later, and would not be missed until then.
   */
  async #putOffSince(): Promise<Date | null> {
    const [row] = await this.database.sql`
      SELECT min(mail."createdAt") AS since FROM "Outbox" mail
      WHERE mail."status" = 'pending' AND mail."errorCode" IS NOT NULL
        AND NOT EXISTS (SELECT FROM "Outbox" other WHERE other."sentAt" > mail."createdAt")`;
    const since = row?.['since'];
    return since instanceof Date || typeof since === 'string' ? new Date(since) : null;
  }

  async countAsOf(): Promise<Date | null> {
    const row = await this.database.prisma.rollUp.findFirst({ select: { asOf: true } });
    return row?.asOf ?? null;
  }

  /** Of the files of all cases together. */
  async blobBytes(): Promise<number> {
    const [row] = await this.database.sql`SELECT coalesce(sum("size"), 0)::float8 AS bytes FROM "Chunk"`;
    return count(row?.['bytes']);
  }

  roster(): Promise<{ version: number; renewBy: Date; notAfter: Date } | null> {
    return this.database.prisma.roster.findFirst({
      orderBy: { version: 'desc' },
      select: { version: true, renewBy: true, notAfter: true },
    });
  }

  /** Of backups: a row is written only once what was written has been read back and verified. */
  async lastBackup(): Promise<{ at: Date; bytes: number } | null> {
    const row = await this.database.prisma.backupRun.findFirst({
      where: { kind: 'backup' },
      orderBy: { at: 'desc' },
      select: { at: true, bytes: true },
    });
    return row && { at: row.at, bytes: Number(row.bytes) };
  }

  async errors(since: Date): Promise<{
    readonly total: number;
    readonly rows: { id: string; at: Date; event: string; errorClass: string }[];
  }> {
    const { internalError } = this.database.prisma;
    const [total, rows] = await Promise.all([
      internalError.count({ where: { at: { gt: since } } }),
      internalError.findMany({ orderBy: { at: 'desc' }, take: 20 }),
    ]);
    return { total, rows };
  }

  /** @returns false when it is not a mail that failed. */
  async retryMail(id: string, now: Date): Promise<boolean> {
    const { count: changed } = await this.database.prisma.outbox.updateMany({
      where: { id, status: 'failed' },
      data: { status: 'pending', attempts: 0, nextAttemptAt: now, errorCode: null },
    });
    return changed > 0;
  }

  /** Active accounts that hold the role now. */
  async administrators(now: Date): Promise<readonly { id: string; email: string; language: string }[]> {
    return this.database.prisma.account.findMany({
      where: {
        status: 'active',
        memberships: {
          some: {
            roles: { has: 'administrator' },
            ...currentAt(now),
            organisation: { standing: { not: 'suspended' } },
          },
        },
      },
      select: { id: true, email: true, language: true },
    });
  }
}
