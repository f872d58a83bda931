import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

import { embeddedDatabase, postgresqlDatabase, type Database } from './database.js';
import { openEmbedded } from './embedded.js';
import { migrate, migrationsFolder } from './migrate.js';
import { readMigrations } from './schema-engine.js';

/**
 * An empty, migrated embedded database as a file: making one takes seconds, opening a copy about one. The file is alone in a
 * folder of its own, because the global setup removes the folder around it.
 */
export async function createTestTemplate(): Promise<{ file: string }> {
  const client = await openEmbedded();
  const database = embeddedDatabase(client);
  await migrate(database, migrationsFolder());
  const dump = await client.dumpDataDir('none');
  await database.close();
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sos-template-')), 'template.tar');
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()), { flag: 'wx', mode: 0o600 });
  return { file };
}

/**
 * An empty, migrated database of the caller's own: in memory from SOS_TEST_TEMPLATE, or a new one on the server of
 * SOS_TEST_DATABASE_URL, dropped on close.
 */
export async function openTestDatabase(): Promise<Database> {
  const { SOS_TEST_DATABASE_URL: url, SOS_TEST_TEMPLATE: template } = process.env;
  if (url) return openOnServer(url);
  if (!template) throw new Error('SOS_TEST_TEMPLATE names no file: see scripts/testing/database-template.mjs');
  return embeddedDatabase(await openEmbedded({ dump: new Blob([readFileSync(template)]) }));
}

function named(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Named after the migrations' content, so that another checkout's template is never taken for ours. */
function templateName(): string {
  const content = readMigrations(migrationsFolder()).map(({ name, sql }) => `${name}\n${sql}`);
  return `sos_template_${createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 12)}`;
}

async function makeTemplate(client: pg.Client, url: string, template: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount) return;
  const draft = `${template}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${draft}`);
  const database = postgresqlDatabase(named(url, draft), 3);
  try {
    await migrate(database, migrationsFolder());
  } finally {
    await database.close();
  }
  // The name appears only when the content is whole.
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function openOnServer(url: string): Promise<Database> {
  const template = templateName();
  const name = `sos_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await onServer(url, async (client) => {
    // Jest's workers start together: one makes the template, and copies are made one at a time.
    await client.query(`SELECT pg_advisory_lock(hashtext('sos_test_template'))`);
    await makeTemplate(client, url, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const database = postgresqlDatabase(named(url, name), 5);
  const close = async () => {
    await database.close();
    await onServer(url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  };
  return { ...database, close };
}
