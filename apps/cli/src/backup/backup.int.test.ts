import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBackupRecipient } from '@sos/crypto/engine';
import { migrationsFolder, openDatabase, type Database } from '@sos/database';
import { migrate } from '@sos/database/migrate';
import { openTestDatabase } from '@sos/database/testing';

import { contentOf, filesOf, fillForBackup, type BackedUp } from '../testing/backup-data.js';
import { openBench, type Bench } from '../testing/bench.js';
import { findProgram, toConnection } from './postgresql.js';
import { writeBackup } from './write-backup.js';

const server = process.env['SOS_TEST_DATABASE_URL'];
/** What is restored is not the sessions, and the marks of counting mean nothing any more. */
const CHANGED = ['Session', 'SignatureEvent', 'RollUp', 'AuditEntry', 'BackupRun'];

const urlOf = (name: string): string => Object.assign(new URL(server ?? ''), { pathname: `/${name}` }).href;

interface Key {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly passphraseFile: string;
}

// pg_dump and pg_restore talk to a server, which the embedded database is not: in the run on PGlite these are skipped, and counted so.
(server === undefined ? describe.skip : describe)('backup and restore (need a PostgreSQL server)', () => {
  let bench: Bench;
  let source: Database;
  let made: BackedUp;
  let home: string;
  let key: Key;
  let before: Record<string, string[]>;
  let first: string;
  const databases: string[] = [];

  const inside = (...names: string[]): string => bench.path(...names);
  const nameOf = async (database: Database): Promise<string> =>
    String((await database.sql`SELECT current_database() AS name`)[0]?.['name']);

  const gpg = (...args: string[]): Buffer =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', '--pinentry-mode', 'loopback', ...args], {
      maxBuffer: 1 << 28,
      stdio: 'pipe',
    });

  /** With the commands that the guide gives. */
  function makeKey(name: string): Key {
    const files = {
      publicKey: inside(`${name}.public.asc`),
      privateKey: inside(`${name}.private.asc`),
      passphraseFile: inside(`${name}.words`),
    };
    writeFileSync(files.passphraseFile, `${name} has long words\n`);
    const locked = ['--passphrase-file', files.passphraseFile];
    gpg(...locked, '--quick-generate-key', `backup of ${name}`, 'default', 'default', '2y');
    writeFileSync(files.publicKey, gpg('--armor', '--export', `backup of ${name}`));
    writeFileSync(files.privateKey, gpg(...locked, '--armor', '--export-secret-keys', `backup of ${name}`));
    // GnuPG dates the key by this machine's clock, which may have gone on since the bench was opened.
    bench.now = new Date(Math.max(bench.now.getTime(), Date.now()));
    return files;
  }

  async function newDatabase(): Promise<string> {
    const name = `sos_test_restore_${randomBytes(6).toString('hex')}`;
    await source.executeSql(`CREATE DATABASE ${name}`);
    databases.push(name);
    return name;
  }

  /** The command line of a machine whose environment names this database and this data folder. */
  async function at(database: string, data: string, ...args: string[]) {
    bench.env = { PATH: process.env['PATH'], DATABASE_URL: urlOf(database), SOS_DATA: data };
    return bench.sos(...args);
  }
  const withKey = (name = 'operator'): string[] => [
    '--key',
    inside(`${name}.private.asc`),
    '--passphrase-file',
    inside(`${name}.words`),
  ];
  const backupsIn = (folder: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.backup.pgp'))
      .sort()
      .map((name) => path.join(folder, name));

  async function makeBackup(...more: string[]): Promise<string> {
    const answer = await at(
      await nameOf(source),
      inside('data'),
      'backup',
      inside('backups'),
      '--to',
      key.publicKey,
      ...more,
    );
    expect(answer).toMatchObject({ code: 0, warnings: '' });
    return backupsIn(inside('backups')).at(-1) ?? '';
  }

  beforeAll(async () => {
    bench = openBench();
    source = await openTestDatabase();
    home = mkdtempSync(path.join(os.tmpdir(), 'sos-b-'));
    // Else each unlocking hashes the passphrase for a second.
    writeFileSync(path.join(home, 'gpg-agent.conf'), 's2k-count 65536\n');
    key = makeKey('operator');
    makeKey('stranger');
    made = await fillForBackup(source, inside('data', 'blobs'));
    // As after years on another server: ids of transactions far ahead of those of the one it is restored on.
    await source.executeSql(
      `ALTER TABLE "SignatureEvent" DISABLE TRIGGER USER; UPDATE "SignatureEvent" SET "xid" = '99999999999'::xid8; ALTER TABLE "SignatureEvent" ENABLE TRIGGER USER`,
    );
    before = await contentOf(source);
    first = await makeBackup('--verify-key', key.privateKey, '--passphrase-file', key.passphraseFile);
  }, 120_000);
  afterAll(async () => {
    for (const name of databases) await source.executeSql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await source.close();
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    rmSync(home, { recursive: true, force: true });
    bench.close();
  });

  async function opened<T>(name: string, work: (database: Database) => Promise<T>): Promise<T> {
    const database = await openDatabase({ url: urlOf(name), connections: 2 });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  it('writes one file that only its owner may read, that GnuPG and tar open, and that says so in the chain', async () => {
    const plain = gpg('--passphrase-file', key.passphraseFile, '--decrypt', first);
    const listed = spawnSync('tar', ['--list'], { input: plain, encoding: 'utf8' });
    expect(listed.stdout.trim().split('\n')).toEqual([
      'database/000001',
      ...Object.keys(filesOf(inside('data', 'blobs'))).map((name) => `blobs/${name}`),
      'manifest.json',
    ]);
    expect(listed.status).toBe(0);
    const [run] = await source.prisma.backupRun.findMany();
    const [entry] = await source.prisma.auditEntry.findMany({ where: { event: 'backup.made' } });
    expect(entry?.facts).toMatchObject({ manifest: Buffer.from(run?.manifestSha256 ?? []).toString('hex') });
    expect(readdirSync(inside('backups')).filter((name) => name.includes('.part'))).toEqual([]);
  }, 60_000);

  it('puts every row and every byte into another database, signs everybody out, and lets events be counted', async () => {
    const target = await newDatabase();
    const answer = await at(target, inside('restored'), 'restore', first, ...withKey());
    expect(answer).toMatchObject({
      code: 0,
      out: expect.stringContaining('Migrations applied: 0. Deletions replayed: 0.'),
    });
    await opened(target, async (database) => {
      const after = await contentOf(database);
      const same = (content: typeof before) => Object.entries(content).filter(([table]) => !CHANGED.includes(table));
      expect(same(after)).toEqual(same(before));
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect(after['Session']).toEqual([]);
      const withoutMark = (rows: readonly string[] = []): string[] =>
        rows.map((row) => row.replace(/"xid": "?\d+"?/, '')).sort();
      expect(withoutMark(after['SignatureEvent'])).toEqual(withoutMark(before['SignatureEvent']));
      expect(after['AuditEntry']).toEqual(expect.arrayContaining(before['AuditEntry'] ?? []));
      expect(await database.prisma.auditEntry.findFirst({ orderBy: { sequence: 'desc' } })).toMatchObject({
        event: 'backup.restored',
      });
      expect(await database.prisma.backupRun.findMany()).toMatchObject([{ kind: 'restore' }]);
      const [ahead] =
        await database.sql`SELECT count(*)::int AS n FROM "SignatureEvent" WHERE "xid" >= pg_snapshot_xmax(pg_current_snapshot())`;
      expect(ahead).toEqual({ n: 0 });
    });
    expect(filesOf(inside('restored', 'blobs'))).toEqual(filesOf(inside('data', 'blobs')));
  }, 60_000);

  it('deletes again what was deleted since, as the newest list beside the backup says', async () => {
    const { prisma } = source;
    const { signatures, campaignId, caseId, fileId } = made;
    for (const [kind, signatureId] of [
      ['withdrawn', signatures.withdrawn],
      ['disowned', signatures.disowned],
    ] as const) {
      await prisma.signatureEvent.createMany({
        data: [kind, 'erased' as const].map((event) => ({ signatureId, campaignId, kind: event })),
      });
      await prisma.signature.update({ where: { id: signatureId }, data: { nameSealed: null, emailSealed: null } });
    }
    await prisma.case.delete({ where: { id: caseId } });
    bench.now = new Date(bench.now.getTime() + 3_600_000);
    await makeBackup();

    const target = await newDatabase();
    const answer = await at(target, inside('replayed'), 'restore', first, ...withKey());
    expect(answer).toMatchObject({
      code: 0,
      out: expect.stringContaining('Deletions replayed: 4. Files without a row removed: 1.'),
    });
    await opened(target, async (database) => {
      const rows = await database.prisma.signature.findMany({
        select: { id: true, nameSealed: true, emailSealed: true, duplicateHash: true },
      });
      const left = Object.fromEntries(
        rows.map(({ id, ...columns }) => [id, Object.values(columns).map((column) => column !== null)]),
      );
      expect(left).toEqual({
        [signatures.kept]: [true, true, true],
        [signatures.withdrawn]: [false, false, false],
        [signatures.disowned]: [false, false, true],
      });
      expect(
        await database.prisma.signatureEvent.count({ where: { kind: { in: ['withdrawn', 'disowned', 'erased'] } } }),
      ).toBe(4);
      expect(await database.prisma.case.count()).toBe(0);
      expect(await database.prisma.deletion.count()).toBe(4);
    });
    expect(filesOf(inside('replayed', 'blobs'))).toEqual({});
    expect(fileId).not.toBe('');
  }, 60_000);

  it('refuses a backup that is cut, changed, another or under another key, in one sentence, and touches nothing', async () => {
    const target = await newDatabase();
    const whole = readFileSync(first);
    const changed = Uint8Array.from(whole);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    mkdirSync(inside('bad'));
    writeFileSync(inside('bad', 'cut'), whole.subarray(0, whole.length - 1000));
    writeFileSync(inside('bad', 'changed'), changed);
    writeFileSync(inside('bad', 'other'), 'not a backup at all');
    const tries = [
      [inside('bad', 'cut'), ...withKey()],
      [inside('bad', 'changed'), ...withKey()],
      [inside('bad', 'other'), ...withKey()],
      [first, ...withKey('stranger')],
      [first, ...withKey(), '--sha256', '0'.repeat(64)],
    ];
    const sentences: string[] = [];
    for (const args of tries) {
      const { code, out, warnings } = await at(target, inside('untouched'), 'restore', ...args);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      sentences.push(warnings);
    }
    const cannot = 'The backup cannot be used: it is cut short, changed, or encrypted to another key.';
    expect(sentences).toEqual([
      ...[cannot, cannot, cannot, cannot],
      'The backup is another file than the one whose SHA-256 was given.',
    ]);
    await opened(target, async (database) => expect(await contentOf(database)).toEqual({}));
    expect(readdirSync(bench.folder)).not.toContain('untouched');
  }, 60_000);

  it('takes the place of what is there only when told, and when nobody uses it', async () => {
    const target = await newDatabase();
    const restore = (...more: string[]) => at(target, inside('twice'), 'restore', first, ...withKey(), ...more);
    expect((await restore()).code).toBe(0);
    expect(await restore()).toMatchObject({
      code: 1,
      warnings: 'The database is not empty: with --replace, everything in it gives way to the backup.',
    });
    await opened(target, async (database) => {
      await database.sql`SELECT 1`;
      expect(await restore('--replace')).toMatchObject({
        code: 1,
        warnings: 'Something else uses the database: stop the service first, every process of it.',
      });
      await database.sql`CREATE TABLE "Later" (id int)`;
    });
    expect((await restore('--replace')).code).toBe(0);
    await opened(target, async (database) =>
      expect(Object.keys(await contentOf(database))).toEqual(Object.keys(before)),
    );
  }, 60_000);

  /** As code of another age would have made it. */
  async function backupAtAnotherAge(name: string, folder: string, pgDumpFile?: string): Promise<string> {
    const from = await newDatabase();
    await opened(from, (database) => migrate(database, folder));
    const pgDump = await findProgram('pg_dump', { PATH: process.env['PATH'] }, 15);
    const recipient = await openBackupRecipient(readFileSync(key.publicKey), bench.now);
    if (!recipient.ok) throw new Error(recipient.reason);
    const about = {
      createdAt: bench.now.toISOString(),
      sos: '0.0.1',
      postgresql: { server: '15', pgDump: pgDump.version, systemIdentifier: '1' },
      migrations: readdirSync(folder).filter((entry) => /^\d/.test(entry)),
    };
    const connection = toConnection(urlOf(from));
    const program = { ...pgDump, file: pgDumpFile ?? pgDump.file };
    await writeBackup(
      inside(name),
      { connection, pgDump: program, env: {}, blobFolder: inside('none'), about },
      recipient,
    );
    return inside(name);
  }

  it('migrates a backup of older code, and refuses one of newer code', async () => {
    const [older, newer] = [inside('older'), inside('newer')];
    for (const folder of [older, newer]) cpSync(migrationsFolder(), folder, { recursive: true });
    for (const name of readdirSync(older)
      .filter((entry) => /^\d/.test(entry))
      .slice(1))
      rmSync(path.join(older, name), { recursive: true });
    mkdirSync(path.join(newer, '29990101000000_later'));
    writeFileSync(path.join(newer, '29990101000000_later', 'migration.sql'), 'CREATE TABLE "Later" (id int);');
    const target = await newDatabase();
    const fromNewer = await at(
      target,
      inside('aged'),
      'restore',
      await backupAtAnotherAge('newer.pgp', newer),
      ...withKey(),
    );
    expect(fromNewer).toMatchObject({
      code: 1,
      warnings: expect.stringContaining('newer code (it has the migration 29990101000000_later)'),
    });
    const fromOlder = await at(
      target,
      inside('aged'),
      'restore',
      await backupAtAnotherAge('older.pgp', older),
      ...withKey(),
    );
    expect(fromOlder).toMatchObject({ code: 0, out: expect.stringMatching(/Migrations applied: [1-9]/) });
    await opened(target, async (database) =>
      expect(Object.keys(await contentOf(database))).toEqual(Object.keys(before)),
    );
  }, 60_000);

  it('keeps the newest backups, and the newest list of deletions whatever happens', async () => {
    const [oldest = '', newest = ''] = backupsIn(inside('backups'));
    expect(await bench.done('backup', 'prune', inside('backups'), '--keep', '1')).toBe('Kept 1, deleted 1.');
    expect(backupsIn(inside('backups'))).toEqual([newest]);
    expect(readdirSync(inside('backups'))).not.toContain(path.basename(oldest));
    expect(readdirSync(inside('backups')).filter((name) => name.endsWith('.deletions.json'))).toHaveLength(1);
  });

  it('leaves nothing behind when the dump breaks off, and refuses what is no public key', async () => {
    const broken = inside('broken-pg-dump');
    writeFileSync(broken, '#!/bin/sh\nprintf half\nexit 1\n', { mode: 0o755 });
    await expect(backupAtAnotherAge('half.pgp', migrationsFolder(), broken)).rejects.toThrow('broken-pg-dump failed');
    expect(readdirSync(bench.folder)).not.toContain('half.pgp');
    const answer = await at(await nameOf(source), inside('data'), 'backup', inside('backups'), '--to', key.privateKey);
    expect(answer).toMatchObject({ code: 1, warnings: expect.stringContaining('it is a private key') });
  }, 60_000);
});
