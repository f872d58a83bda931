import type { Database } from '@sos/database';
import { SESSION } from '@sos/domain';

import { DEVICE_DAYS } from './device.js';
import type { Clock, Job, SettingsReader } from './platform.types.js';

const DAY_MS = 86_400_000;

/** What has run out leaves the database: a counter or a session that is kept says who was here. */
export function purgeJobs(database: Database, clock: Clock, settings: SettingsReader): readonly Job[] {
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
        await database.sql`DELETE FROM "PasswordReset" WHERE "expiresAt" < ${idle}`;
        const forgotten = new Date(now.getTime() - DEVICE_DAYS * DAY_MS);
        await database.sql`DELETE FROM "Device" WHERE "lastSeenAt" < ${forgotten}`;
      },
    },
    {
      name: 'purge.mail',
      every: { cron: '13 3 * * *' },
      run: async () => {
        const { mailRetentionDays } = await settings.read();
        const before = new Date(clock.now().getTime() - mailRetentionDays * DAY_MS);
        await database.sql`DELETE FROM "Outbox" WHERE "status" <> 'pending' AND "createdAt" < ${before}`;
      },
    },
  ];
}
