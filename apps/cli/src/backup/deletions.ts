import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '@sos/database';
import { z } from 'zod';

import { CliProblem } from '../platform/problem.js';
import { readLarge } from '../platform/files.js';

const deletionSchema = z.strictObject({
  kind: z.enum(['signature', 'campaign_keys', 'file', 'case', 'account']),
  id: z.uuid(),
  removal: z.enum(['withdrawn', 'disowned']).nullable(),
  hour: z.iso.datetime(),
});
const listSchema = z.strictObject({ ctx: z.literal('deletions.v1'), deletions: z.array(deletionSchema) });
export type DeletionRecord = z.infer<typeof deletionSchema>;

export const DELETIONS_ENDING = '.deletions.json';

/** A database from before the list was kept has none. */
export async function readDeletions(database: Database): Promise<DeletionRecord[]> {
  const [table] = await database.sql`SELECT to_regclass('"Deletion"') IS NOT NULL AS present`;
  if (table?.['present'] !== true) return [];
  const rows = await database.sql`
    SELECT "kind"::text AS kind, "subjectId"::text AS id, "removal"::text AS removal,
      to_char("hour" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS hour
    FROM "Deletion" ORDER BY "hour", "kind", "subjectId"`;
  return z.array(deletionSchema).parse(rows);
}

export function writeList(deletions: readonly DeletionRecord[]): string {
  return `${JSON.stringify({ ctx: 'deletions.v1', deletions })}\n`;
}

export function readList(file: string): DeletionRecord[] {
  try {
    return listSchema.parse(JSON.parse(readLarge(file))).deletions;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new CliProblem(`${file} is not a list of deletions.`);
    throw error;
  }
}

/** The newest list beside a backup: its name tells when, and sorts. */
export function newestList(folder: string): string | undefined {
  const names = readdirSync(folder).filter((name) => name.startsWith('sos-') && name.endsWith(DELETIONS_ENDING));
  const newest = names.sort().at(-1);
  return newest === undefined ? undefined : path.join(folder, newest);
}

export function together(...lists: readonly (readonly DeletionRecord[])[]): DeletionRecord[] {
  const byKey = new Map(lists.flat().map((one) => [`${one.kind} ${one.id}`, one]));
  return [...byKey.values()];
}
