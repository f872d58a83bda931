import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { migrationsFolder, nextMigration, schemaFolder } from './migrate.js';

const name = process.argv[2] ?? '';
const sql = await nextMigration(migrationsFolder(), schemaFolder());
if (!/^[a-z0-9_]+$/.test(name)) {
  process.stdout.write('Give the migration a name in lower case, e.g. make-migration.ts add_case_tags\n');
  process.exitCode = 1;
} else if (sql === '') {
  process.stdout.write('The migrations already build this schema.\n');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(migrationsFolder(), `${stamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'migration.sql'), sql);
  process.stdout.write(`${path.join(folder, 'migration.sql')}: review it by hand.\n`);
}
