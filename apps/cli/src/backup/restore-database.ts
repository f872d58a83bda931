import type { Database } from '@sos/database';

import { CliProblem } from '../platform/problem.js';
import { isDatabasePart } from './manifest.js';
import type { Running } from './postgresql.js';
import type { Member } from './tar.js';

const OUR_SCHEMAS = ['public', 'pgboss'];

const OWN_NAME = 'sos restore';

/** The connections of this command bear a name, so that they can be told from a service that still runs. */
export function asRestore(url: string): string {
  const named = new URL(url);
  named.searchParams.set('application_name', OWN_NAME);
  return named.href;
}

export async function requireNobodyElse(database: Database): Promise<void> {
  const [row] = await database.sql`
    SELECT count(*)::int AS others FROM pg_stat_activity
    WHERE datname = current_database() AND usesysid IS NOT NULL AND application_name IS DISTINCT FROM ${OWN_NAME}`;
  if (Number(row?.['others']) > 0)
    throw new CliProblem('Something else uses the database: stop the service first, every process of it.');
}

export async function isEmpty(database: Database): Promise<boolean> {
  const [row] = await database.sql`
    SELECT count(*)::int AS relations FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' AND relkind IN ('r', 'p', 'v', 'm', 'S')`;
  return Number(row?.['relations']) === 0;
}

/** Whole schemas: a newer database has tables that the backup does not know. */
export async function emptyDatabase(database: Database): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    for (const schema of OUR_SCHEMAS) await tx.$executeRawUnsafe(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await tx.$executeRawUnsafe('CREATE SCHEMA "public"');
  });
}

/** Feeds the parts to pg_restore. @returns the first member that is not part of the database */
export async function feedDatabase(members: AsyncGenerator<Member>, running: Running): Promise<Member | undefined> {
  const { stdin } = running.child;
  if (!stdin) throw new Error('pg_restore has no input');
  // What it says when it breaks off is told by its end.
  stdin.on('error', () => undefined);
  let next = await members.next();
  for (; next.done !== true && isDatabasePart(next.value.name); next = await members.next()) {
    const part = next.value.bytes;
    await new Promise<void>((resolve) => stdin.write(part, () => resolve()));
  }
  stdin.end();
  await running.ended();
  return next.done === true ? undefined : next.value;
}
