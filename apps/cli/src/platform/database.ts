import { assertMigrated, migrationsFolder, type Database } from '@sos/database';

import type { Input, World } from './command.js';
import { UsageProblem } from './problem.js';

export const DATABASE_OPTION = { database: { type: 'string' } } as const;

/** @throws UsageProblem */
export function databaseUrl(input: Input, { env }: World): string {
  const url = input.text('database') ?? env['DATABASE_URL'];
  if (url === undefined || url === '') throw new UsageProblem('Name the database with DATABASE_URL or --database.');
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageProblem('The database is named as postgresql://…');
  return url;
}

/** Opens, refuses a database that is not at this code's migrations, and closes again. */
export async function withDatabase<T>(
  input: Input,
  world: World,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await world.openDatabase(databaseUrl(input, world));
  try {
    await assertMigrated(database, migrationsFolder());
    return await work(database);
  } finally {
    await database.close();
  }
}
