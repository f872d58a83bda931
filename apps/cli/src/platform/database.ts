import { assertMigrated, migrationsFolder, type Database } from '@sos/database';

import type { Input, World } from './command.js';
import { UsageProblem } from './problem.js';

export const DATABASE_OPTION = { database: { type: 'string' } } as const;

/** Opens, refuses a database that is not at this code's migrations, and closes again. */
export async function withDatabase<T>(
  input: Input,
  world: World,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const url = input.text('database') ?? world.env['DATABASE_URL'];
  if (url === undefined || url === '') throw new UsageProblem('Name the database with DATABASE_URL or --database.');
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageProblem('The database is named as postgresql://…');
  const database = await world.openDatabase(url);
  try {
    await assertMigrated(database, migrationsFolder());
    return await work(database);
  } finally {
    await database.close();
  }
}
