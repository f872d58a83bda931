import { judgeHealth, worstState, type HealthFigures } from './health.js';

const now = new Date('2026-12-01T10:00:00Z');
const DAY = 86_400_000;
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const GIB = 1024 ** 3;

const WELL: HealthFigures = {
  demo: false,
  embedded: false,
  notDurable: false,
  pendingMigrations: 0,
  processes: [{ role: 'all', build: 'a', seenAt: ago(5_000) }],
  failedJobs: 0,
  failedMails: 0,
  oldestDueMail: null,
  mailStopped: false,
  countAsOf: ago(2_000),
  freeBytes: 50 * GIB,
  totalBytes: 100 * GIB,
  roster: { renewBy: ago(-20 * DAY), notAfter: ago(-60 * DAY) },
  unreadableEntries: 0,
  lastBackup: ago(DAY / 2),
  recentErrors: 0,
  stoppedSwitches: 0,
};

test('a service that is well has nothing to say', () => {
  expect(judgeHealth(WELL, now)).toEqual([]);
  expect(worstState([])).toBe('good');
});

const CASES: readonly (readonly [change: Partial<HealthFigures>, code: string, state: string])[] = [
  [{ pendingMigrations: 1 }, 'database.behind', 'act'],
  [{ notDurable: true }, 'database.not_durable', 'act'],
  [{ demo: true, embedded: true }, 'database.embedded', 'look'],
  [{ processes: [] }, 'processes.no_worker', 'act'],
  [{ processes: [{ role: 'web', build: 'a', seenAt: now }] }, 'processes.no_worker', 'act'],
  [{ processes: [{ role: 'all', build: 'a', seenAt: ago(60_000) }] }, 'processes.no_worker', 'act'],
  [{ processes: ['a', 'b'].map((build) => ({ role: 'all', build, seenAt: now })) }, 'processes.builds_differ', 'look'],
  [{ failedJobs: 1 }, 'jobs.failed', 'look'],
  [{ failedMails: 1 }, 'mail.failing', 'look'],
  [{ oldestDueMail: ago(16 * 60_000) }, 'mail.stuck', 'act'],
  [{ countAsOf: ago(11_000) }, 'count.lags', 'look'],
  [{ countAsOf: null }, 'count.stands', 'act'],
  [{ freeBytes: 4 * GIB, totalBytes: 10 * GIB }, 'storage.short', 'look'],
  [{ freeBytes: GIB / 2 }, 'storage.full', 'act'],
  [{ roster: null }, 'roster.missing', 'act'],
  [{ roster: { renewBy: ago(-6 * DAY), notAfter: ago(-40 * DAY) } }, 'roster.renew_soon', 'look'],
  [{ roster: { renewBy: now, notAfter: ago(-40 * DAY) } }, 'roster.renew_late', 'act'],
  [{ roster: { renewBy: ago(DAY), notAfter: now } }, 'roster.ended', 'act'],
  [{ unreadableEntries: 1 }, 'cases.unreadable', 'act'],
  [{ lastBackup: null }, 'backup.none', 'act'],
  [{ lastBackup: null, demo: true }, 'backup.none', 'look'],
  [{ lastBackup: ago(27 * 3_600_000) }, 'backup.old', 'look'],
  [{ lastBackup: ago(4 * DAY) }, 'backup.old', 'act'],
  [{ recentErrors: 1 }, 'errors.recent', 'look'],
  [{ stoppedSwitches: 1 }, 'switches.stopped', 'look'],
];
test.each(CASES)('%j is %s: %s', (change, code, state) => {
  const findings = judgeHealth({ ...WELL, ...change }, now);
  expect(findings).toEqual([{ code, state }]);
  expect(worstState(findings)).toBe(state);
});

test('mail that waits because somebody stopped it is not stuck, and what needs acting comes first', () => {
  expect(judgeHealth({ ...WELL, mailStopped: true, oldestDueMail: ago(DAY) }, now)).toEqual([]);
  const findings = judgeHealth({ ...WELL, failedJobs: 1, roster: null }, now);
  expect(findings.map(({ code }) => code)).toEqual(['roster.missing', 'jobs.failed']);
});
