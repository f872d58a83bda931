import type { Database } from '@sos/database';
import { createHash } from 'node:crypto';

import type { SpentTokens } from './platform.types.js';

export function createSpentTokens(database: Database): SpentTokens {
  return {
    async spend(token, expiresAt) {
      const hash = createHash('sha256').update(token).digest();
      const rows = await database.sql`
        INSERT INTO "SpentToken" ("hash", "expiresAt") VALUES (${hash}, ${expiresAt})
        ON CONFLICT ("hash") DO NOTHING RETURNING "expiresAt"`;
      return rows.length === 1;
    },
  };
}
