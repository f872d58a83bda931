import type { Database } from '@sos/database';

import type { Clock, RateLimits, Vaulted } from './platform.types.js';

/** The window's start is part of the key, so that a window never has to be reset, and two never share a row. */
export function createRateLimits(database: Database, vaulted: Vaulted, clock: Clock): RateLimits {
  return {
    async take(name, subject, { count, seconds }) {
      const now = clock.now().getTime();
      const window = Math.floor(now / (seconds * 1000));
      const endsAt = (window + 1) * seconds * 1000;
      const key = vaulted.hmac('rate-limit', JSON.stringify([name, window, subject]));
      const [row] = await database.sql`
        INSERT INTO "RateLimit" ("key", "count", "expiresAt") VALUES (${key}, 1, ${new Date(endsAt)})
        ON CONFLICT ("key") DO UPDATE SET "count" = "RateLimit"."count" + 1
        RETURNING "count"`;
      return Number(row?.['count']) > count ? Math.ceil((endsAt - now) / 1000) : null;
    },
  };
}
