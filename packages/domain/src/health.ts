/** good: nothing to do. look: soon, or out of the ordinary. act: somebody has to do something now. */
export const HEALTH_STATES = ['good', 'look', 'act'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

export const HEALTH_CODES = [
  'database.embedded',
  'database.not_durable',
  'database.behind',
  'processes.no_worker',
  'processes.builds_differ',
  'jobs.failed',
  'mail.failing',
  'mail.stuck',
  'count.lags',
  'count.stands',
  'storage.short',
  'storage.full',
  'roster.missing',
  'roster.ended',
  'roster.renew_late',
  'roster.renew_soon',
  'cases.unreadable',
  'backup.none',
  'backup.old',
  'errors.recent',
  'switches.stopped',
] as const;
export type HealthCode = (typeof HEALTH_CODES)[number];

export interface HealthFinding {
  readonly code: HealthCode;
  readonly state: Exclude<HealthState, 'good'>;
}

/** What is judged; nothing here says anything about a person. */
export interface HealthFigures {
  readonly demo: boolean;
  readonly embedded: boolean;
  readonly notDurable: boolean;
  readonly pendingMigrations: number;
  readonly processes: readonly { readonly role: string; readonly build: string; readonly seenAt: Date }[];
  readonly failedJobs: number;
  readonly failedMails: number;
  readonly oldestDueMail: Date | null;
  readonly mailStopped: boolean;
  readonly countAsOf: Date | null;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly roster: { readonly renewBy: Date; readonly notAfter: Date } | null;
  /** Entries of cases that nobody of the team holds a grant on. */
  readonly unreadableEntries: number;
  readonly lastBackup: Date | null;
  readonly recentErrors: number;
  readonly stoppedSwitches: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const GIB = 1024 ** 3;

/** A process that has not been seen for longer is not there. */
export const ALIVE_MS = MINUTE;

type Judge = (figures: HealthFigures, now: number) => HealthFinding | null;

const act = (code: HealthCode): HealthFinding => ({ code, state: 'act' });
const look = (code: HealthCode): HealthFinding => ({ code, state: 'look' });

function judgeDatabase({ demo, embedded, notDurable, pendingMigrations }: HealthFigures): HealthFinding | null {
  if (pendingMigrations > 0) return act('database.behind');
  if (embedded) return look('database.embedded');
  return notDurable ? (demo ? look('database.not_durable') : act('database.not_durable')) : null;
}

function judgeProcesses({ processes }: HealthFigures, now: number): HealthFinding | null {
  const alive = processes.filter(({ seenAt }) => now - seenAt.getTime() < ALIVE_MS);
  if (!alive.some(({ role }) => role !== 'web')) return act('processes.no_worker');
  return new Set(alive.map(({ build }) => build)).size > 1 ? look('processes.builds_differ') : null;
}

function judgeMail({ failedMails, oldestDueMail, mailStopped }: HealthFigures, now: number): HealthFinding | null {
  if (!mailStopped && oldestDueMail !== null && now - oldestDueMail.getTime() > 15 * MINUTE) return act('mail.stuck');
  return failedMails > 0 ? look('mail.failing') : null;
}

function judgeCount({ countAsOf }: HealthFigures, now: number): HealthFinding | null {
  const lag = countAsOf === null ? Infinity : now - countAsOf.getTime();
  if (lag > 10 * MINUTE) return act('count.stands');
  return lag > 10 * SECOND ? look('count.lags') : null;
}

function judgeStorage({ freeBytes, totalBytes }: HealthFigures): HealthFinding | null {
  if (freeBytes < GIB) return act('storage.full');
  return freeBytes < 5 * GIB || freeBytes < totalBytes / 20 ? look('storage.short') : null;
}

function judgeRoster({ roster }: HealthFigures, now: number): HealthFinding | null {
  if (roster === null) return act('roster.missing');
  if (now >= roster.notAfter.getTime()) return act('roster.ended');
  if (now >= roster.renewBy.getTime()) return act('roster.renew_late');
  return now >= roster.renewBy.getTime() - 7 * DAY ? look('roster.renew_soon') : null;
}

function judgeBackup({ demo, lastBackup }: HealthFigures, now: number): HealthFinding | null {
  if (lastBackup === null) return demo ? look('backup.none') : act('backup.none');
  const age = now - lastBackup.getTime();
  if (age > 3 * DAY) return act('backup.old');
  return age > 26 * HOUR ? look('backup.old') : null;
}

const JUDGES: readonly Judge[] = [
  judgeDatabase,
  judgeProcesses,
  ({ failedJobs }) => (failedJobs > 0 ? look('jobs.failed') : null),
  judgeMail,
  judgeCount,
  judgeStorage,
  judgeRoster,
  ({ unreadableEntries }) => (unreadableEntries > 0 ? act('cases.unreadable') : null),
  judgeBackup,
  ({ recentErrors }) => (recentErrors > 0 ? look('errors.recent') : null),
  ({ stoppedSwitches }) => (stoppedSwitches > 0 ? look('switches.stopped') : null),
];

/** At most one finding for each part, what needs acting first. */
export function judgeHealth(figures: HealthFigures, now: Date): readonly HealthFinding[] {
  const findings = JUDGES.flatMap((judge) => judge(figures, now.getTime()) ?? []);
  return [...findings.filter(({ state }) => state === 'act'), ...findings.filter(({ state }) => state === 'look')];
}

export function worstState(findings: readonly HealthFinding[]): HealthState {
  if (findings.some(({ state }) => state === 'act')) return 'act';
  return findings.length > 0 ? 'look' : 'good';
}
