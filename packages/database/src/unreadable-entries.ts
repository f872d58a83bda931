import type { Database } from './database.js';

/**
 * How many entries none of these encryption subkeys holds a grant on that opens, by its reader's word: nobody of the team can open them,
 * nor let anybody in.
 */
export async function countUnreadableEntries(database: Database, subkeyIds: readonly string[]): Promise<number> {
  const [row] = await database.sql`
    SELECT count(*)::int AS "count" FROM "Entry" e
    WHERE NOT EXISTS (
      SELECT 1 FROM "Grant" g WHERE g."entryId" = e."id" AND g."encryptionSubkeyId" = ANY(${subkeyIds}::text[])
        AND (NOT EXISTS (SELECT 1 FROM "GrantVerdict" v WHERE v."grantId" = g."id" AND NOT v."opens")
          OR EXISTS (SELECT 1 FROM "GrantVerdict" v WHERE v."grantId" = g."id" AND v."opens")))`;
  return Number(row?.['count'] ?? 0);
}
