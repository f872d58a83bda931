import type { Database } from '@sos/database';
import { SESSION } from '@sos/domain';

import type { Clock, Job } from './platform.types.js';

/** What has run out leaves the database: a counter or a session that is kept says who was here. */
export function purgeJobs(database: Database, clock: Clock): readonly Job[] {
  return [
    {
      name: 'purge.expired',
      every: { cron: '*/10 * * * *' },
      run: async () => {
        const now = clock.now();
        await database.sql`DELETE FROM "RateLimit" WHERE "expiresAt" < ${now}`;
        await database.sql`DELETE FROM "SpentToken" WHERE "expiresAt" < ${now}`;
      },
    },
    {
      name: 'purge.sessions',
      every: { cron: '7 * * * *' },
      run: async () => {
        const now = clock.now();
        const idle = new Date(now.getTime() - SESSION.idleMs);
        await database.sql`
          DELETE FROM "Session" WHERE "expiresAt" < ${now} OR "lastSeenAt" < ${idle} OR "revokedAt" IS NOT NULL`;
      },
    },
    {
      name: 'purge.mail',
      every: { cron: '13 3 * * *' },
      run: async () => {
        const month = new Date(clock.now().getTime() - 30 * 24 * 60 * 60 * 1000);
        await database.sql`DELETE FROM "Outbox" WHERE "status" <> 'pending' AND "createdAt" < ${month}`;
      },
    },
  ];
}
