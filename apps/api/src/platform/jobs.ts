import type { Database } from '@sos/database';
import { createHash } from 'node:crypto';
import PgBoss from 'pg-boss';

import type { Job, Logger } from './platform.types.js';

/** All that the job's row in the database may say. */
class JobFailed extends Error {}

const LONGEST_JOB_MS = 10 * 60_000;

type CronJob = Job & { readonly every: { readonly cron: string } };
type TimedJob = Job & { readonly every: { readonly milliseconds: number } };

export interface JobRunner {
  /** Waits for what is running. */
  stop(): Promise<void>;
}

function isCron(job: Job): job is CronJob {
  return 'cron' in job.every;
}

function isTimed(job: Job): job is TimedJob {
  return 'milliseconds' in job.every;
}

/** The key of one job among all processes on this database. */
function lockKey(name: string): number {
  return createHash('sha256').update(`job:${name}`).digest().readInt32BE(0);
}

/**
 * Runs the job unless another process is at it. The lock belongs to a transaction that writes nothing, so it cannot outlive its
 * connection, and it does not hold back the horizon below which signatures are counted. PGlite has one process: no lock is
 * needed there, and its one connection could not hold one and work.
 */
async function exclusively(database: Database, { name, run }: Job): Promise<void> {
  if (database.kind === 'pglite') return run();
  await database.prisma.$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<
        { free: boolean }[]
      >`SELECT pg_try_advisory_xact_lock(${lockKey(name)}::bigint) AS free`;
      if (rows[0]?.free !== true) return;
      await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`;
      await run();
    },
    { maxWait: 10_000, timeout: LONGEST_JOB_MS },
  );
}

async function attempt(database: Database, logger: Logger, job: Job): Promise<void> {
  try {
    await exclusively(database, job);
  } catch (error) {
    logger.error('job.failed', error, { job: job.name });
  }
}

/** One run after the other, `milliseconds` apart: a slow run never meets the next. */
function repeat(database: Database, logger: Logger, job: TimedJob): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = attempt(database, logger, job).then(next);
    }, job.every.milliseconds);
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

function createBoss(database: Database, logger: Logger): PgBoss {
  const boss = new PgBoss({
    db: { executeSql: (text, values: unknown[] | undefined) => database.executeSql(text, values ?? []) },
    // What a job was and when it ran is no one's business afterwards.
    archiveCompletedAfterSeconds: 3600,
    deleteAfterHours: 24,
    maintenanceIntervalSeconds: 300,
    clockMonitorIntervalSeconds: 600,
  });
  boss.on('error', (error) => logger.error('jobs.error', error));
  return boss;
}

/** pg-boss makes sure that of many processes one runs each tick of a schedule. */
async function startSchedules(boss: PgBoss, logger: Logger, jobs: readonly CronJob[]): Promise<void> {
  await boss.start();
  for (const { name, every, run } of jobs) {
    // A tick that comes while the last one waits adds nothing.
    await boss.createQueue(name, { name, policy: 'short', retryLimit: 0 });
    await boss.schedule(name, every.cron, {}, { tz: 'UTC' });
    await boss.work(name, { pollingIntervalSeconds: 10 }, async () => {
      try {
        await run();
      } catch (error) {
        logger.error('job.failed', error, { job: name });
        // pg-boss stores what is thrown: not the message, which carries data.
        throw new JobFailed();
      }
    });
  }
  const known = new Set(jobs.map(({ name }) => name));
  for (const { name } of await boss.getSchedules()) if (!known.has(name)) await boss.unschedule(name);
}

export async function startJobs(database: Database, logger: Logger, jobs: readonly Job[]): Promise<JobRunner> {
  for (const job of jobs) if (job.atStart) await attempt(database, logger, job);
  const boss = createBoss(database, logger);
  await startSchedules(boss, logger, jobs.filter(isCron));
  const stopTimers = jobs.filter(isTimed).map((job) => repeat(database, logger, job));
  return {
    async stop() {
      await Promise.all(stopTimers.map((stop) => stop()));
      await boss.stop({ graceful: true, wait: true, timeout: 10_000, close: false });
    },
  };
}
