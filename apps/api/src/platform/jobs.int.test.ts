import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import PgBoss from 'pg-boss';

import { startJobs } from './jobs.js';
import { createLogger } from './logger.js';

let database: Database;
const log: string[] = [];
const logger = createLogger({ write: (line) => void log.push(line) });
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => database.close());

/** Resolves when `times` calls were made. */
function counted(times: number) {
  let count = 0;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const run = async () => {
    count += 1;
    if (count === times) finish();
  };
  return { run, done, count: () => count };
}

test('a short period repeats, also after a failure, which is logged without its message', async () => {
  const steady = counted(3);
  let failures = 0;
  const failing = async () => {
    failures += 1;
    throw new Error('ana@people.example');
  };
  const runner = await startJobs(database, logger, [
    { name: 'steady', every: { milliseconds: 5 }, run: steady.run },
    { name: 'failing', every: { milliseconds: 5 }, run: failing },
  ]);
  await steady.done;
  await runner.stop();
  const after = steady.count();
  expect(failures).toBeGreaterThan(0);
  expect(log.join('')).toContain('"job":"failing"');
  expect(log.join('')).not.toContain('people.example');
  expect(steady.count()).toBe(after);
});

test('what must be right before the first answer has run when starting is done, and a failure of it stops nothing', async () => {
  const first = counted(1);
  let failed = 0;
  const runner = await startJobs(database, logger, [
    { name: 'first', every: { milliseconds: 3_600_000 }, atStart: true, run: first.run },
    { name: 'later', every: { milliseconds: 3_600_000 }, run: async () => Promise.reject(new Error('too early')) },
    {
      name: 'fails-first',
      every: { cron: '0 3 * * *' },
      atStart: true,
      run: async () => {
        failed += 1;
        throw new Error('ana@people.example');
      },
    },
  ]);
  expect([first.count(), failed]).toEqual([1, 1]);
  await runner.stop();
});

test('a schedule is kept in the database and its work is done; one that is gone from the code is taken down', async () => {
  const job = counted(1);
  const runner = await startJobs(database, logger, [{ name: 'nightly', every: { cron: '0 3 * * *' }, run: job.run }]);
  const boss = new PgBoss({
    db: { executeSql: (text, values: unknown[] | undefined) => database.executeSql(text, values ?? []) },
    schedule: false,
    supervise: false,
  });
  await boss.start();
  expect(await boss.getSchedules()).toEqual([
    expect.objectContaining({ name: 'nightly', cron: '0 3 * * *', timezone: 'UTC' }),
  ]);
  await boss.send('nightly', {});
  await job.done;
  await runner.stop();
  const next = await startJobs(database, logger, []);
  expect(await boss.getSchedules()).toEqual([]);
  await next.stop();
  await boss.stop({ graceful: false, close: false, wait: true });
});
