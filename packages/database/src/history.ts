import { createHash } from 'node:crypto';

import type { Database } from './database.js';
import { DatabaseProblem } from './problem.js';
import { readMigrations, type Migration } from './schema-engine.js';

async function appliedMigrations(database: Database): Promise<{ name: string; checksum: string; finished: boolean }[]> {
  const [table] = await database.sql`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`;
  if (table?.['present'] !== true) return [];
  const rows = await database.sql`
    SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`;
  return rows.map((row) => ({
    name: String(row['migration_name']),
    checksum: String(row['checksum']),
    finished: row['finished'] === true,
  }));
}

/**
 * Compares the migrations a database has seen with those of this code.
 * @returns the migrations still to apply. @throws DatabaseProblem when going on could destroy something.
 */
export async function pendingMigrations(database: Database, folder: string): Promise<Migration[]> {
  const known = new Map(readMigrations(folder).map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of await appliedMigrations(database)) {
    const migration = known.get(name);
    if (!migration) {
      throw new DatabaseProblem(
        'database_newer',
        `The database was made by a newer version of this code (it has the migration ${name}): update the code, or use another data folder.`,
      );
    }
    if (!finished) {
      throw new DatabaseProblem(
        'migration_failed',
        `The migration ${name} did not finish on this database: restore a backup, or start over with an empty database.`,
      );
    }
    if (createHash('sha256').update(migration.sql).digest('hex') !== checksum) {
      throw new DatabaseProblem(
        'database_diverged',
        `The database was made with another text of the migration ${name}: start over with an empty database.`,
      );
    }
    known.delete(name);
  }
  return [...known.values()];
}

/** For a server that does not migrate: refuses a database that is newer than the code, or behind it. */
export async function assertMigrated(database: Database, folder: string): Promise<void> {
  const [first] = await pendingMigrations(database, folder);
  if (!first) return;
  throw new DatabaseProblem(
    'database_behind',
    `The database lacks the migration ${first.name}: run the migrations first.`,
  );
}

/** The names of the migrations this code has, in their order. */
export function migrationNames(folder: string): string[] {
  return readMigrations(folder).map(({ name }) => name);
}
