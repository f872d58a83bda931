import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Database } from './database.js';
import { assertMigrated } from './history.js';
import { migrate, migrationsFolder, nextMigration, schemaFolder } from './migrate.js';
import { openTestDatabase } from './testing.js';

let database: Database;
let folder: string;
beforeEach(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-migrations-'));
  cpSync(migrationsFolder(), folder, { recursive: true });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function addMigration(sql: string): void {
  mkdirSync(path.join(folder, '29990101000000_later'));
  writeFileSync(path.join(folder, '29990101000000_later', 'migration.sql'), sql);
}

describe('migrate', () => {
  it('has nothing to do on a migrated database', async () => {
    expect(await migrate(database, migrationsFolder())).toEqual([]);
    await expect(assertMigrated(database, migrationsFolder())).resolves.toBeUndefined();
  });

  it('applies a new migration once, also when asked twice at a time', async () => {
    addMigration('CREATE TABLE "Later" (id int primary key);');
    await expect(assertMigrated(database, folder)).rejects.toMatchObject({ code: 'database_behind' });
    // Only a server can be asked by two processes at a time; the embedded database has one, which locks its folder.
    const names =
      database.kind === 'postgresql'
        ? await Promise.all([migrate(database, folder), migrate(database, folder)])
        : [await migrate(database, folder), await migrate(database, folder)];
    expect(names.flat()).toEqual(['29990101000000_later']);
    expect(await database.sql`SELECT count(*)::int AS n FROM "Later"`).toEqual([{ n: 0 }]);
  });

  it('refuses a database made by newer code, and leaves it alone', async () => {
    addMigration('CREATE TABLE "Later" (id int primary key);');
    await migrate(database, folder);
    await expect(migrate(database, migrationsFolder())).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringMatching(/newer version of this code .*29990101000000_later/),
    });
  });

  it('refuses a database whose migration had another text', async () => {
    addMigration('CREATE TABLE "Later" (id int primary key);');
    await migrate(database, folder);
    writeFileSync(
      path.join(folder, '29990101000000_later', 'migration.sql'),
      'CREATE TABLE "Later" (id bigint primary key);',
    );
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'database_diverged' });
  });

  it('reports a migration that fails, and then does not go on', async () => {
    addMigration('CREATE TABLE "Later" (id nonsense);');
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'migration_failed' });
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'migration_failed' });
  });
});

describe('nextMigration', () => {
  it('finds no drift between schema and migrations', async () => {
    expect(await nextMigration(migrationsFolder(), schemaFolder())).toBe('');
  }, 60_000);

  it('says what is missing, and only that', async () => {
    const schema = path.join(folder, 'schema');
    cpSync(schemaFolder(), schema, { recursive: true });
    writeFileSync(path.join(schema, 'extra.prisma'), 'model Extra {\n  id Int @id\n}\n');
    const sql = await nextMigration(migrationsFolder(), schema);
    expect(sql.match(/CREATE TABLE|ALTER|DROP/g)).toEqual(['CREATE TABLE']);
    expect(sql).toContain('CREATE TABLE "Extra"');
  }, 60_000);
});
