import { rm } from 'node:fs/promises';
import path from 'node:path';
import { appendAudit } from '@sos/audit';
import { openBackupReader, openBackupRecipient, type BackupRecipient } from '@sos/crypto/engine';
import { assertMigrated, migrationsFolder, type Database } from '@sos/database';

import { DELETIONS_ENDING, readDeletions, writeList } from '../backup/deletions.js';
import { publish, writeWhole } from '../backup/files.js';
import { findProgram, toConnection } from '../backup/postgresql.js';
import { checkBackup, plainByKey } from '../backup/read-backup.js';
import { writeBackup, type BackupSource, type MadeBackup } from '../backup/write-backup.js';
import { REFUSALS } from '../ceremony/keys.js';
import type { Command, Input, World } from '../platform/command.js';
import { DATABASE_OPTION, databaseUrl } from '../platform/database.js';
import { makeFolder, readBytes, readText } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { PASSPHRASE_OPTION, readPassphrase } from '../platform/terminal.js';

export const BACKUP_ENDING = '.backup.pgp';

const VERSION = '0.1.0';
const WARN_WITHIN_MS = 30 * 86_400_000;

export const DATA_OPTION = { data: { type: 'string' } } as const;

export function blobFolder(input: Input, { env }: World): string {
  const data = input.text('data') ?? env['SOS_DATA'];
  if (data === undefined || data === '') throw new UsageProblem('Name the data folder with SOS_DATA or --data.');
  return path.join(data, 'blobs');
}

async function openRecipient(file: string, now: Date): Promise<BackupRecipient & { ok: true }> {
  const recipient = await openBackupRecipient(readBytes(file), now);
  if (!recipient.ok) throw new CliProblem(`${file} cannot be used: ${REFUSALS[recipient.reason]}.`);
  return recipient;
}

async function describe(
  database: Database,
): Promise<{ server: string; systemIdentifier: string; migrations: string[] }> {
  const [row] = await database.sql`
    SELECT current_setting('server_version') AS server, current_setting('server_version_num')::int / 10000 AS major,
      (SELECT system_identifier::text FROM pg_control_system()) AS system`;
  const migrations = await database.sql`
    SELECT migration_name AS name FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`;
  return {
    server: String(row?.['server']),
    systemIdentifier: String(row?.['system']),
    migrations: migrations.map(({ name }) => String(name)),
  };
}

async function sourceOf(input: Input, world: World, database: Database): Promise<BackupSource> {
  const { server, systemIdentifier, migrations } = await describe(database);
  const pgDump = await findProgram('pg_dump', world.env, parseInt(server, 10));
  return {
    connection: toConnection(databaseUrl(input, world)),
    pgDump,
    env: world.env,
    blobFolder: blobFolder(input, world),
    about: {
      createdAt: world.now().toISOString(),
      sos: VERSION,
      postgresql: { server, pgDump: pgDump.version, systemIdentifier },
      migrations,
    },
  };
}

/** With the private key at hand, as on a machine that rehearses: opened again, and compared with what went in. */
async function verifyWithKey(input: Input, world: World, draft: string, made: MadeBackup): Promise<void> {
  const keyFile = input.text('verify-key');
  if (keyFile === undefined) return;
  const passphrase = await readPassphrase(input, world, `Passphrase of ${keyFile}: `);
  const checked = await checkBackup(plainByKey(draft, await openBackupReader(readText(keyFile), passphrase)));
  if (checked.manifestSha256 !== made.manifestSha256)
    throw new CliProblem('The backup does not open to what was put into it.');
}

async function record({ prisma }: Database, made: MadeBackup, at: Date): Promise<void> {
  const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, 'hex'));
  await prisma.$transaction(async (tx) => {
    await tx.backupRun.create({
      data: {
        kind: 'backup',
        at,
        bytes: BigInt(made.bytes),
        sha256: bytesOf(made.sha256),
        manifestSha256: bytesOf(made.manifestSha256),
      },
    });
    const facts = { manifest: made.manifestSha256, bytes: String(made.bytes) };
    await appendAudit(tx, { event: 'backup.made', actorId: null, subject: 'service', subjectId: null, facts }, at);
  });
}

/** Sorts as it was made: 20261125T101500Z. */
const stamp = (at: Date): string => at.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

async function make(input: Input, world: World, database: Database): Promise<void> {
  const [folder = ''] = input.positionals;
  const recipient = await openRecipient(input.need('to'), world.now());
  const source = await sourceOf(input, world, database);
  makeFolder(folder);
  const base = path.join(folder, `sos-${stamp(world.now())}`);
  const [file, draft] = [`${base}${BACKUP_ENDING}`, `${base}${BACKUP_ENDING}.part`];
  const made = await writeBackup(draft, source, recipient);
  try {
    await verifyWithKey(input, world, draft, made);
    await publish(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await writeWhole(`${base}${DELETIONS_ENDING}`, writeList(await readDeletions(database)));
  await record(database, made, world.now());
  const files = made.manifest.members.filter(({ name }) => name.startsWith('blobs/')).length;
  world.say(`${file}: ${made.bytes} bytes, ${files} files, SHA-256 ${made.sha256}`);
  const opened = input.text('verify-key') === undefined ? '' : ', opened, and found whole';
  world.say(`Read back from the disk and found as written${opened}.`);
  if (new Date(recipient.expiresAt).getTime() - world.now().getTime() < WARN_WITHIN_MS)
    world.warn(`The key it is encrypted to ends on ${recipient.expiresAt.slice(0, 10)}: after that no backup is made.`);
}

export const backup: Command = {
  name: 'backup',
  usage: 'FOLDER --to KEY.asc [--data FOLDER] [--database URL] [--verify-key PRIVATE.asc [--passphrase-file FILE]]',
  summary: 'Writes database and files, encrypted to an operator’s public key, and verifies what was written.',
  options: {
    to: { type: 'string' },
    'verify-key': { type: 'string' },
    ...DATA_OPTION,
    ...DATABASE_OPTION,
    ...PASSPHRASE_OPTION,
  },
  takes: [1, 1],
  async run(input, world) {
    const database = await world.openDatabase(databaseUrl(input, world));
    try {
      await assertMigrated(database, migrationsFolder());
      await make(input, world, database);
    } finally {
      await database.close();
    }
  },
};
