import type { Database } from './database.js';

export type ProductionProblem =
  'pglite' | 'postgresql_too_old' | 'fsync_off' | 'full_page_writes_off' | 'synchronous_commit_off';

const OLDEST_SUPPORTED = 150_000;

/** What makes a database unfit for real cases. Empty when it is fit. */
export async function checkProduction(database: Database): Promise<ProductionProblem[]> {
  // It survives a killed process, not a power cut: it never calls fsync.
  if (database.kind === 'pglite') return ['pglite'];
  const [row] = await database.sql`
    SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
      current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commit`;
  const problems: ProductionProblem[] = [];
  if (Number(row?.['version']) < OLDEST_SUPPORTED) problems.push('postgresql_too_old');
  if (row?.['fsync'] !== 'on') problems.push('fsync_off');
  if (row?.['pages'] !== 'on') problems.push('full_page_writes_off');
  if (row?.['commit'] === 'off') problems.push('synchronous_commit_off');
  return problems;
}
