import type { PGlite, Results } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import path from 'node:path';
import pg from 'pg';

import { embeddedAdapter, openEmbedded } from './embedded.js';
import { PrismaClient } from './generated/client.js';
import { runsScriptsWhole } from './migration-adapter.js';
import { makePrivateFolder } from './private-files.js';
import { DatabaseProblem, messageOf } from './problem.js';

export type Row = Record<string, unknown>;

export interface SqlResult {
  readonly rows: Row[];
  /** Rows written or read by the last statement. */
  readonly rowCount: number;
}

export interface Database {
  readonly kind: 'pglite' | 'postgresql';
  readonly prisma: PrismaClient;
  /** One statement with its values as parameters: sql`SELECT … WHERE id = ${id}`. Rows are unknown until parsed. */
  sql(text: TemplateStringsArray, ...values: readonly unknown[]): Promise<Row[]>;
  /** What pg-boss calls. Without values the text may hold several statements. Never inside a Prisma transaction. */
  executeSql(text: string, values?: readonly unknown[]): Promise<SqlResult>;
  /** For migrate.ts. */
  readonly migrationAdapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** PostgreSQL; without it the embedded database in `<dataFolder>/database`, whose folder the caller has locked. */
  readonly url?: string | undefined;
  readonly dataFolder?: string | undefined;
  /** PostgreSQL connections of this process. */
  readonly connections?: number | undefined;
}

/** One forgotten transaction holds back the horizon below which signatures are counted. */
const IDLE_IN_TRANSACTION_MS = 30_000;

function parameterised(text: TemplateStringsArray): string {
  return text.reduce((sql, part, index) => `${sql}$${index}${part}`);
}

function withSql(rest: Omit<Database, 'sql'>): Database {
  return { ...rest, sql: async (text, ...values) => (await rest.executeSql(parameterised(text), values)).rows };
}

function together(results: readonly { rows: Row[]; count: number }[]): SqlResult {
  return { rows: results.flatMap(({ rows }) => rows), rowCount: results.at(-1)?.count ?? 0 };
}

function embeddedResult({ rows, affectedRows }: Results<Row>): { rows: Row[]; count: number } {
  return { rows, count: affectedRows ?? rows.length };
}

/** Wraps a PGlite that is already open. */
export function embeddedDatabase(client: PGlite): Database {
  const migrationAdapter = embeddedAdapter(client);
  const prisma = new PrismaClient({ adapter: migrationAdapter });
  return withSql({
    kind: 'pglite',
    prisma,
    migrationAdapter,
    executeSql: async (text, values = []) => {
      if (values.length === 0) return together((await client.exec(text)).map(embeddedResult));
      return together([embeddedResult(await client.query<Row>(text, [...values]))]);
    },
    close: async () => {
      await prisma.$disconnect();
      if (!client.closed) await client.close();
    },
  });
}

export function postgresqlDatabase(url: string, connections = 10): Database {
  const settings = {
    connectionString: url,
    max: connections,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  };
  const pool = new pg.Pool(settings);
  // Without a listener the end of an idle connection ends the process; the next query opens another.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return withSql({
    kind: 'postgresql',
    prisma,
    migrationAdapter: runsScriptsWhole(new PrismaPg(pool), (script) => pool.query(script)),
    executeSql: async (text, values) => {
      // pg answers several statements with an array, which its types do not say.
      const answer: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await pool.query<Row>(text, values && [...values]);
      return together([answer].flat().map(({ rows, rowCount }) => ({ rows, count: rowCount ?? 0 })));
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  });
}

export async function openDatabase({ url, dataFolder, connections }: OpenOptions): Promise<Database> {
  if (url !== undefined && url !== '') return openPostgresql(url, connections);
  if (dataFolder === undefined) throw new Error('openDatabase needs a url or a dataFolder');
  makePrivateFolder(dataFolder);
  const folder = path.join(dataFolder, 'database');
  makePrivateFolder(folder);
  try {
    return embeddedDatabase(await openEmbedded({ folder }));
  } catch (error) {
    throw new DatabaseProblem(
      'not_reachable',
      `The embedded database in ${folder} does not open: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

async function openPostgresql(url: string, connections: number | undefined): Promise<Database> {
  const database = postgresqlDatabase(url, connections);
  try {
    await database.executeSql('SELECT 1');
    return database;
  } catch (error) {
    await database.close();
    // The driver's message names host and port, never the password.
    throw new DatabaseProblem('not_reachable', `The database at DATABASE_URL does not answer: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}
