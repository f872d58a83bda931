import { statfs } from 'node:fs/promises';

import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { alertMail, queueAlerts } from './health.mail.js';
import { HealthRepository } from './health.repository.js';
import { HealthResolver } from './health.resolver.js';
import { HealthService } from './health.service.js';

/** @param unreadableEntries how many entries of cases nobody of the team can open. */
export function createHealthModule(
  {
    database,
    config,
    switches,
    outbox,
    clock,
    logger,
  }: Pick<Platform, 'database' | 'config' | 'switches' | 'outbox' | 'clock' | 'logger'>,
  unreadableEntries: () => Promise<number>,
): ApiModule {
  const repository = new HealthRepository(database);
  const disk = async () => {
    const { bavail, blocks, bsize } = await statfs(config.dataFolder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  };
  const health = new HealthService({ repository, config, switches, clock, logger, disk, unreadableEntries });
  const alerts = { health, repository, outbox, clock, config };
  return {
    resolvers: [[HealthResolver, new HealthResolver(health)]],
    mailTemplates: { 'health.alert': alertMail(alerts) },
    jobs: [{ name: 'health.alert', every: { cron: '5 6 * * *' }, run: () => queueAlerts(alerts) }],
  };
}
