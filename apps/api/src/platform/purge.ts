import { purge, purgeRules, type Database } from '@sos/database';
import { DEVICE_DAYS, SESSION } from '@sos/domain';

import type { Clock, Job, SettingsReader } from './platform.types.js';

const WHEN = {
  'purge.expired': '*/10 * * * *',
  'purge.sessions': '7 * * * *',
  'purge.mail': '13 3 * * *',
  'purge.grants': '43 3 * * *',
  'health.tidy': '37 * * * *',
} as const;

/** What has run out leaves the database: a counter or a session that is kept says who was here. What goes is told by the rules alone. */
export function purgeJobs(database: Database, clock: Clock, settings: SettingsReader): readonly Job[] {
  return Object.entries(WHEN).map(([name, cron]) => ({
    name,
    every: { cron },
    run: async () => {
      const periods = { ...(await settings.read()), sessionIdleMs: SESSION.idleMs, deviceDays: DEVICE_DAYS };
      await purge(database, purgeRules(periods, clock.now()), name);
    },
  }));
}
