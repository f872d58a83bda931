import { appendAudit } from '@sos/audit';
import type { Database } from '@sos/database';

import type { Audit, Clock } from './platform.types.js';

export function createAudit(database: Database, clock: Clock): Audit {
  return {
    async record(entry, transaction) {
      const now = clock.now();
      if (transaction) return appendAudit(transaction, entry, now);
      await database.prisma.$transaction((own) => appendAudit(own, entry, now));
    },
  };
}
