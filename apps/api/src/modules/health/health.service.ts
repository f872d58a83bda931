import { isUuid, judgeHealth, SWITCHES, worstState, type HealthFinding, type HealthState } from '@sos/domain';

import { notFound } from '../../platform/errors.js';
import type { Clock, Config, Logger, Switches } from '../../platform/platform.types.js';
import type { DatabaseFacts, HealthRepository, MailFacts, ProcessRecord, QueueRecord } from './health.repository.js';

export interface HealthView {
  readonly at: Date;
  readonly state: HealthState;
  readonly findings: HealthFinding[];
  readonly database: DatabaseFacts;
  readonly processes: ProcessRecord[];
  readonly queues: QueueRecord[];
  readonly mail: MailFacts;
  readonly countAsOf: Date | null;
  readonly storage: { readonly blobBytes: number; readonly freeBytes: number; readonly totalBytes: number };
  readonly roster: { readonly version: number; readonly renewBy: Date; readonly notAfter: Date } | null;
  readonly lastBackup: { readonly at: Date; readonly bytes: number } | null;
  readonly errors: { id: string; at: Date; event: string; errorClass: string }[];
}

const DAY_MS = 86_400_000;

export interface HealthParts {
  readonly repository: HealthRepository;
  readonly config: Config;
  readonly switches: Switches;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the disk the data folder is on. */
  disk(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
  /** Of cases: entries that nobody of the team can open. */
  unreadableEntries(): Promise<number>;
}

/** How the service is: figures, and what they mean for somebody who has to decide whether to get up. */
export class HealthService {
  constructor(private readonly parts: HealthParts) {}

  async read(): Promise<HealthView> {
    const { repository, clock, disk } = this.parts;
    const at = clock.now();
    const yesterday = new Date(at.getTime() - DAY_MS);
    const [database, processes, queues, mail, countAsOf, blobBytes, space, roster, lastBackup, errors] =
      await Promise.all([
        repository.databaseFacts(),
        repository.processes(),
        repository.queues(yesterday),
        repository.mail(at, yesterday),
        repository.countAsOf(),
        repository.blobBytes(),
        disk(),
        repository.roster(),
        repository.lastBackup(),
        repository.errors(yesterday),
      ]);
    const figures = {
      at,
      database,
      processes: [...processes],
      queues: [...queues],
      mail,
      countAsOf,
      roster,
      lastBackup,
    };
    const findings = await this.#judge({ ...figures, space, recentErrors: errors.total });
    return {
      ...figures,
      findings,
      state: worstState(findings),
      storage: { blobBytes, ...space },
      errors: errors.rows,
    };
  }

  async retryMail(id: string): Promise<void> {
    const { repository, clock, logger } = this.parts;
    if (!isUuid(id) || !(await repository.retryMail(id, clock.now()))) throw notFound();
    logger.info('mail.retried', { mail: id });
  }

  async #judge(
    known: Pick<
      HealthView,
      'at' | 'database' | 'processes' | 'queues' | 'mail' | 'countAsOf' | 'roster' | 'lastBackup'
    > & {
      readonly space: { readonly freeBytes: number; readonly totalBytes: number };
      readonly recentErrors: number;
    },
  ): Promise<HealthFinding[]> {
    const { config, switches, unreadableEntries } = this.parts;
    const stopped = await Promise.all(SWITCHES.map((name) => switches.isStopped(name)));
    const { at, database, mail, space, lastBackup, queues } = known;
    const embedded = database.kind === 'pglite';
    return [
      ...judgeHealth(
        {
          demo: config.mode === 'demo',
          embedded,
          notDurable: !embedded && database.problems.length > 0,
          pendingMigrations: database.pendingMigrations,
          processes: known.processes,
          failedJobs: queues.reduce((sum, { failed }) => sum + failed, 0),
          failedMails: mail.failedSinceYesterday,
          oldestDueMail: mail.oldestDue,
          mailStopped: stopped[SWITCHES.indexOf('mail')] === true,
          countAsOf: known.countAsOf,
          ...space,
          roster: known.roster,
          unreadableEntries: await unreadableEntries(),
          lastBackup: lastBackup?.at ?? null,
          recentErrors: known.recentErrors,
          stoppedSwitches: stopped.filter(Boolean).length,
        },
        at,
      ),
    ];
  }
}
