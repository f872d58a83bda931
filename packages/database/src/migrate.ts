import type { Database } from './database.js';
import { embeddedAdapter, openEmbedded } from './embedded.js';
import { pendingMigrations } from './history.js';
import { DatabaseProblem, messageOf } from './problem.js';
import { asMigrationList, openSchemaEngine, readMigrations, readSchema } from './schema-engine.js';

export { migrationsFolder, projectFolder, schemaFolder } from './project-files.js';

const FILTERS = { externalTables: [], externalEnums: [] };

/** "SOSM" as a number: the advisory lock that makes processes starting together migrate one after the other. */
const MIGRATION_LOCK = 0x534f534d;

async function apply(database: Database, folder: string): Promise<string[]> {
  const pending = await pendingMigrations(database, folder);
  if (pending.length === 0) return [];
  const engine = await openSchemaEngine(database.migrationAdapter);
  try {
    const migrationsList = asMigrationList(folder, readMigrations(folder));
    return (await engine.applyMigrations({ migrationsList, filters: FILTERS })).appliedMigrationNames;
  } catch (error) {
    throw new DatabaseProblem('migration_failed', `The database could not be migrated: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    engine.free();
  }
}

/** Applies what is missing. Safe when several processes start at once. @returns the names applied now. */
export async function migrate(database: Database, folder: string): Promise<string[]> {
  if (database.kind === 'pglite') return apply(database, folder);
  // A lock of the transaction, so that it cannot outlive a connection that goes back to the pool.
  return database.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`;
      return apply(database, folder);
    },
    { maxWait: 60_000, timeout: 600_000 },
  );
}

/** The SQL from what the migrations build to what the schema says; '' when they agree. */
export async function nextMigration(folder: string, schema: string): Promise<string> {
  const files = readSchema(schema);
  const scratch = await openEmbedded();
  const engine = await openSchemaEngine(embeddedAdapter(scratch), files);
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...asMigrationList(folder, readMigrations(folder)) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: FILTERS,
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    engine.free();
    await scratch.close();
  }
}
