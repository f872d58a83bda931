import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';

import { sha256, utf8 } from './bytes.js';
import { leafData } from './leaf.js';
import { appendAuditHead, appendPublications, appendToLog, extendLog, readAuditHeads } from './store.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const NOW = new Date('2026-11-25T10:42:07.123Z');
const add = (text: string, kind: 'roster' | 'release' = 'release') =>
  database.prisma.$transaction((tx) => appendToLog(tx, { kind, sha256: sha256(utf8(text)), reference: text }, NOW));
const all = () => database.prisma.logLeaf.findMany({ orderBy: { index: 'asc' } });
/** As whoever owns the database can. */
const change = (sql: string) =>
  database.executeSql(`ALTER TABLE "LogLeaf" DISABLE TRIGGER ALL; ${sql}; ALTER TABLE "LogLeaf" ENABLE TRIGGER ALL`);

test('what is added at once has its places one after the other, and the same thing twice one place', async () => {
  const words = ['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b'];
  const places = await Promise.all(words.map((word) => add(word)));
  const leaves = await all();
  expect(leaves.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(places[6]).toEqual(places[0]);
  expect(new Set(leaves.map(({ salt }) => Buffer.from(salt).toString('hex'))).size).toBe(6);
  for (const { leaf, salt, sha256: object } of leaves)
    expect(Buffer.from(leaf)).toEqual(Buffer.from(leafData({ kind: 'release', salt, sha256: object })));
});

test('what is rolled back leaves no gap, and nothing is changed or taken back by the application', async () => {
  const failed = database.prisma.$transaction(async (tx) => {
    await appendToLog(tx, { kind: 'release', sha256: sha256(utf8('undone')), reference: 'undone' }, NOW);
    throw new Error('undone');
  });
  await expect(failed).rejects.toThrow('undone');
  expect((await add('g')).index).toBe(6);
  await expect(database.sql`UPDATE "LogLeaf" SET "kind" = 'roots'`).rejects.toThrow('append-only');
  await expect(database.sql`DELETE FROM "LogLeaf"`).rejects.toThrow('append-only');
  await expect(database.sql`TRUNCATE "LogLeaf"`).rejects.toThrow('append-only');
});

describe('audit heads', () => {
  const head = { sequence: 5, hash: 'ab'.repeat(32) };
  const later = { ...head, sequence: 6 };
  beforeAll(async () => {
    for (const one of [head, later]) await database.prisma.$transaction((tx) => appendAuditHead(tx, one, NOW));
  });

  test('come back as they were kept', async () => {
    expect(await readAuditHeads(database)).toEqual({ heads: [head, later], disguised: [], unexplained: 0 });
  });

  test.each([
    ['another head', `"reference" = '${'cd'.repeat(32)}@5'`],
    ['none', `"reference" = ''`],
    ['another kind', `"kind" = 'release'`],
    ['another salt', `"salt" = decode('${'00'.repeat(32)}', 'hex')`],
  ])('made to look like %s are found', async (_name, assignment) => {
    const [record] = await database.prisma.logLeaf.findMany({ where: { reference: `${head.hash}@5` } });
    if (!record) throw new Error('no head');
    await change(`UPDATE "LogLeaf" SET ${assignment} WHERE "index" = ${String(record.index)}`);
    expect((await readAuditHeads(database)).disguised).toEqual([record.index]);
    await change(`DELETE FROM "LogLeaf" WHERE "index" = ${String(record.index)}`);
    await database.prisma.logLeaf.create({ data: record });
  });

  test('made to look like what a restore has lost are found, unless the audit log says that a restore has lost as many', async () => {
    await change(`UPDATE "LogLeaf" SET "kind" = 'lost' WHERE "reference" = '${head.hash}@5'`);
    expect(await readAuditHeads(database)).toEqual({ heads: [later], disguised: [], unexplained: 1 });
    await database.prisma.auditEntry.create({
      data: {
        sequence: 1,
        previous: new Uint8Array(32),
        hash: new Uint8Array(32),
        at: NOW,
        event: 'log.extended',
        subject: 'service',
        facts: { entries: '1' },
      },
    });
    expect((await readAuditHeads(database)).unexplained).toBe(0);
  });
});

test('a roster published before there was a log is added once', async () => {
  const bytes = Uint8Array.from(utf8('a roster'));
  const dates = { issued: NOW, renewBy: NOW, notAfter: NOW };
  await database.prisma.roster.create({
    data: { version: 1, bytes, sha256: Uint8Array.from(sha256(bytes)), ...dates },
  });
  const before = (await all()).length;
  expect(await appendPublications(database, NOW)).toBe(1);
  expect(await appendPublications(database, NOW)).toBe(0);
  expect((await all()).slice(before)).toMatchObject([{ kind: 'roster', reference: '1' }]);
});

test('after a restore the log gets back what was kept of it, and nothing that is not its own', async () => {
  const kept = (await all()).map(({ leaf }) => leaf);
  await change(`DELETE FROM "LogLeaf" WHERE "index" > 3`);
  const extend = (leaves: readonly Uint8Array[]) => database.prisma.$transaction((tx) => extendLog(tx, leaves, NOW));
  expect(await extend(kept.slice(0, 2))).toBeNull();
  expect(await extend([...kept].reverse())).toBeNull();
  expect(await extend(kept)).toBe(kept.length - 4);
  expect((await all()).map(({ leaf }) => Buffer.from(leaf))).toEqual(kept.map((leaf) => Buffer.from(leaf)));
  expect(await extend(kept)).toBe(0);
  expect((await add('after the restore')).index).toBe(kept.length);
});
