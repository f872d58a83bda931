import path from 'node:path';
import { appendAudit } from '@sos/audit';
import { openBackupReader } from '@sos/crypto/engine';
import {
  endAllSessions,
  forgetTransactionIds,
  migrationNames,
  migrationsFolder,
  replayDeletions,
  type Database,
} from '@sos/database';
import { migrate } from '@sos/database/migrate';

import { newestList, readDeletions, readList, together, type DeletionRecord } from '../backup/deletions.js';
import { measure, type Written } from '../backup/files.js';
import { findProgram, runProgram, toConnection, type Program } from '../backup/postgresql.js';
import {
  checkBackup,
  plainByGpg,
  plainByKey,
  readChecked,
  type CheckedBackup,
  type PlainSource,
} from '../backup/read-backup.js';
import { countMissing, removeOrphans, requireFree, startBlobs } from '../backup/restore-blobs.js';
import { asRestore, emptyDatabase, feedDatabase, isEmpty, requireNobodyElse } from '../backup/restore-database.js';
import type { Command, Input, World } from '../platform/command.js';
import { DATABASE_OPTION, databaseUrl } from '../platform/database.js';
import { readText } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { PASSPHRASE_OPTION, readPassphrase } from '../platform/terminal.js';
import { blobFolder, DATA_OPTION } from './backup.js';

async function openSource(input: Input, world: World, file: string): Promise<PlainSource> {
  const keyFile = input.text('key');
  if (input.has('gpg') === (keyFile !== undefined)) throw new UsageProblem('Give either --key FILE or --gpg.');
  if (keyFile === undefined) return plainByGpg(file);
  const passphrase = await readPassphrase(input, world, `Passphrase of ${keyFile}: `);
  return plainByKey(file, await openBackupReader(readText(keyFile), passphrase));
}

async function requireKnown(input: Input, file: string): Promise<Written> {
  const found = await measure(file);
  const expected = input.text('sha256');
  if (expected !== undefined && expected.toLowerCase() !== found.sha256)
    throw new CliProblem('The backup is another file than the one whose SHA-256 was given.');
  return found;
}

function requireNotNewer({ manifest }: CheckedBackup): void {
  const known = new Set(migrationNames(migrationsFolder()));
  const unknown = manifest.migrations.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new CliProblem(`The backup was made by newer code (it has the migration ${unknown}): update the code first.`);
}

interface Target {
  readonly database: Database;
  readonly folder: string;
  readonly mayReplace: boolean;
}

async function requireRoom({ database, folder, mayReplace }: Target): Promise<void> {
  await requireNobodyElse(database);
  if (!mayReplace && !(await isEmpty(database)))
    throw new CliProblem('The database is not empty: with --replace, everything in it gives way to the backup.');
  requireFree(folder, mayReplace);
}

/** What was deleted since the backup: as the newest list beside it says, and the database that is replaced. */
async function gatherDeletions(input: Input, world: World, file: string, target: Target): Promise<DeletionRecord[]> {
  const list = input.text('deletions') ?? newestList(path.dirname(path.resolve(file)));
  world.warn(
    list === undefined
      ? 'There is no list of deletions beside the backup: what was deleted since then comes back.'
      : `Deleting again what ${path.basename(list)} says was deleted.`,
  );
  return together(list === undefined ? [] : readList(list), await readDeletions(target.database));
}

interface Work {
  readonly source: PlainSource;
  readonly checked: CheckedBackup;
  readonly pgRestore: Program;
}

async function putIn(input: Input, world: World, target: Target, { source, checked, pgRestore }: Work): Promise<void> {
  const connection = toConnection(databaseUrl(input, world));
  const args = [
    '--single-transaction',
    '--exit-on-error',
    '--no-owner',
    '--no-privileges',
    '--no-comments',
    '--no-password',
  ];
  const blobs = await startBlobs(target.folder);
  try {
    if (!(await isEmpty(target.database))) await emptyDatabase(target.database);
    const members = readChecked(source, checked);
    const running = runProgram(pgRestore, [...args, `--dbname=${connection.database}`], connection, world.env, {
      input: true,
    });
    try {
      const first = await feedDatabase(members, running);
      if (first) await blobs.add(first);
      for await (const member of members) await blobs.add(member);
    } finally {
      running.child.kill();
    }
    await blobs.putInPlace();
  } catch (error) {
    await blobs.giveUp();
    throw error;
  }
}

async function settle(
  { database }: Target,
  { manifestSha256 }: CheckedBackup,
  file: Written,
  deletions: readonly DeletionRecord[],
  at: Date,
): Promise<void> {
  const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, 'hex'));
  await database.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`;
      await replayDeletions(tx, deletions);
      await forgetTransactionIds(tx);
      const sessions = await endAllSessions(tx);
      await tx.backupRun.create({
        data: {
          kind: 'restore',
          at,
          bytes: BigInt(file.bytes),
          sha256: bytesOf(file.sha256),
          manifestSha256: bytesOf(manifestSha256),
        },
      });
      const facts = {
        manifest: manifestSha256,
        replayed: String(deletions.length),
        sessionsEnded: String(sessions),
      };
      await appendAudit(
        tx,
        { event: 'backup.restored', actorId: null, subject: 'service', subjectId: null, facts },
        at,
      );
    },
    { maxWait: 60_000, timeout: 3_600_000 },
  );
}

async function restoreInto(input: Input, world: World, file: string, target: Target): Promise<void> {
  const measured = await requireKnown(input, file);
  const source = await openSource(input, world, file);
  const checked = await checkBackup(source);
  requireNotNewer(checked);
  const pgRestore = await findProgram('pg_restore', world.env, parseInt(checked.manifest.postgresql.pgDump, 10));
  await requireRoom(target);
  const deletions = await gatherDeletions(input, world, file, target);
  if (input.text('sha256') === undefined)
    world.warn('No --sha256 was given: anybody who has the public key could have written this backup.');
  world.warn(`The backup of ${checked.manifest.createdAt} is whole. Putting it in place …`);
  await putIn(input, world, target, { source, checked, pgRestore });
  const applied = await migrate(target.database, migrationsFolder());
  await settle(target, checked, measured, deletions, world.now());
  const orphans = await removeOrphans(target.database, target.folder);
  const missing = await countMissing(target.database, target.folder);
  world.say(`Restored the backup of ${checked.manifest.createdAt}.`);
  world.say(
    `Migrations applied: ${applied.length}. Deletions replayed: ${deletions.length}. Files without a row removed: ${orphans}.`,
  );
  world.say('Everybody is signed out, and signatures are counted again when the service starts.');
  if (missing > 0) world.warn(`${missing} pieces of files are named in the database and were not in the backup.`);
}

export const restore: Command = {
  name: 'restore',
  usage:
    'FILE (--key PRIVATE.asc [--passphrase-file FILE] | --gpg) [--deletions FILE] [--sha256 HEX] [--replace] [--data FOLDER] [--database URL]',
  summary: 'Puts a backup into an empty database and data folder, and deletes again what was deleted since.',
  options: {
    key: { type: 'string' },
    gpg: { type: 'boolean' },
    deletions: { type: 'string' },
    sha256: { type: 'string' },
    replace: { type: 'boolean' },
    ...DATA_OPTION,
    ...DATABASE_OPTION,
    ...PASSPHRASE_OPTION,
  },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const database = await world.openDatabase(asRestore(databaseUrl(input, world)));
    try {
      const folder = blobFolder(input, world);
      await restoreInto(input, world, file, { database, folder, mayReplace: input.has('replace') });
    } finally {
      await database.close();
    }
  },
};
