import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import { randomUUID } from 'node:crypto';

import { appendAudit, type NewAuditEntry } from './append.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const NOW = new Date('2026-11-25T10:42:07.123Z');
const add = (entry: Partial<NewAuditEntry> = {}, now = NOW) =>
  database.prisma.$transaction((tx) =>
    appendAudit(
      tx,
      { event: 'session.signedIn', actorId: randomUUID(), subject: 'session', subjectId: randomUUID(), ...entry },
      now,
    ),
  );
const all = () => database.prisma.auditEntry.findMany({ orderBy: { sequence: 'asc' } });

test('entries that arrive together are chained without a gap or a fork', async () => {
  await Promise.all(Array.from({ length: 12 }, () => add()));
  const entries = await all();
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
  entries.forEach(({ previous }, index) => {
    const before = index === 0 ? Buffer.alloc(32) : Buffer.from(entries[index - 1]?.hash ?? []);
    expect(Buffer.from(previous).equals(before)).toBe(true);
  });
});

test('what is rolled back leaves no entry, and no gap', async () => {
  const before = (await all()).length;
  await expect(
    database.prisma.$transaction(async (tx) => {
      await appendAudit(tx, { event: 'backup.made', actorId: null, subject: 'service', subjectId: null }, NOW);
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  await add();
  const entries = await all();
  expect(entries).toHaveLength(before + 1);
  expect(entries.at(-1)?.sequence).toBe(before + 1);
});

test('an entry about a case tells no time finer than the hour', async () => {
  await add({ event: 'case.deleted', subject: 'case' });
  expect((await all()).at(-1)?.at.toISOString()).toBe('2026-11-25T10:00:00.000Z');
});

test('a fact that could be what somebody wrote is refused, and nothing is stored', async () => {
  const before = (await all()).length;
  await expect(add({ facts: { reason: 'ana@people.example asked' } })).rejects.toThrow('is no code');
  expect(await all()).toHaveLength(before);
});

test('no statement of the application changes, removes or empties what is written', async () => {
  await add();
  await expect(database.sql`UPDATE "AuditEntry" SET "event" = 'x'`).rejects.toThrow('append-only');
  await expect(database.sql`DELETE FROM "AuditEntry"`).rejects.toThrow('append-only');
  await expect(database.sql`TRUNCATE "AuditEntry"`).rejects.toThrow('append-only');
});
