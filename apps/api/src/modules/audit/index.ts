import type { KeptAuditHeads } from '@sos/log/store';

import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { AuditRepository } from './audit.repository.js';
import { AuditResolver } from './audit.resolver.js';
import { AuditService } from './audit.service.js';

export function createAuditModule(
  { database, audit, clock, logger }: Platform,
  keptHeads: () => Promise<KeptAuditHeads>,
): ApiModule {
  const service = new AuditService({ entries: new AuditRepository(database), audit, clock, logger, keptHeads });
  return {
    resolvers: [[AuditResolver, new AuditResolver(service)]],
    jobs: [{ name: 'audit.verify', every: { cron: '51 * * * *' }, atStart: true, run: () => service.verify() }],
  };
}
