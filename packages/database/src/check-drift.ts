import { migrationsFolder, nextMigration, schemaFolder } from './migrate.js';

const missing = await nextMigration(migrationsFolder(), schemaFolder());
if (missing !== '') {
  process.stdout.write(`prisma/schema and prisma/migrations differ. Missing:\n\n${missing}\n`);
  process.exitCode = 1;
}
