import type { KeptAuditHeads } from '@sos/log/store';

import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { LogRepository } from './log.repository.js';
import { addLogRoutes } from './log.routes.js';
import { LogService } from './log.service.js';

export interface LogModule extends ApiModule {
  /** The audit heads that are in the log, for checking the audit log against. */
  keptHeads(): Promise<KeptAuditHeads>;
}

export function createLogModule({ database, vaulted, clock, config }: Platform): LogModule {
  const log = new LogRepository(database);
  const origin = `${new URL(config.siteOrigin).host}/log`;
  const service = new LogService({ log, vaulted, clock, origin });
  return {
    keptHeads: () => log.auditHeads(),
    resolvers: [],
    siteRoutes: (server) => addLogRoutes(server, service),
    appRoutes: (server) => addLogRoutes(server, service),
    jobs: [
      {
        name: 'log.publications',
        every: { cron: '29 * * * *' },
        atStart: true,
        run: () => service.appendPublications(),
      },
      { name: 'log.audit-head', every: { cron: '3 * * * *' }, atStart: true, run: () => service.keepAuditHead() },
    ],
  };
}
