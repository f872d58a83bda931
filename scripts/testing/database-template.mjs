import { rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { tsImport } from 'tsx/esm/api';

/**
 * Once a run: an empty, migrated database saved as a file, of which each test file opens a copy in memory. A fresh PGlite takes
 * seconds, a copy about one. Against PostgreSQL the tests copy a template on the server instead.
 */
export default async function makeTemplate() {
  if (process.env.SOS_TEST_DATABASE_URL || process.env.SOS_TEST_TEMPLATE) return;
  const { createTestTemplate } = await tsImport('../../packages/database/src/testing.ts', import.meta.url);
  const { file } = await createTestTemplate();
  process.env.SOS_TEST_TEMPLATE = file;
  process.on('exit', () => {
    rmSync(file, { force: true });
    // Only ever an empty folder: a recursive removal of whatever surrounds a file is one slip away from removing everything.
    rmdirSync(path.dirname(file));
  });
}
