import type { Database } from './database.js';

/** How many entries none of these encryption subkeys holds a grant on: nobody of the team can open them, nor let anybody in. */
export async function countUnreadableEntries(database: Database, subkeyIds: readonly string[]): Promise<number> {
  const [row] = await database.sql`
    SELECT count(*)::int AS "count" FROM "Entry" e
    WHERE NOT EXISTS (
      SELECT 1 FROM "Grant" g WHERE g."entryId" = e."id" AND g."encryptionSubkeyId" = ANY(${subkeyIds}::text[]))`;
  return Number(row?.['count'] ?? 0);
}
