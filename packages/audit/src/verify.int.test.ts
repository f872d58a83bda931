import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import type { AuditHead } from '@sos/domain';

import { appendAudit } from './append.js';
import { readAudit, readAuditHead } from './read.js';
import { verifyAudit, type AuditFinding } from './verify.js';

/** More than one page of the reader. */
const ENTRIES = 503;

let database: Database;
let head: AuditHead;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.prisma.$transaction(
    async (tx) => {
      for (let index = 0; index < ENTRIES; index += 1)
        await appendAudit(
          tx,
          {
            event: 'membership.changed',
            actorId: '7b1c6c0e-3c66-4f58-9a9b-1f0f5a6d7e10',
            subject: 'membership',
            subjectId: `m${index}`,
            facts: { to: 'approver', from: 'member' },
          },
          new Date(1_790_000_000_123 + index),
        );
    },
    { timeout: 120_000 },
  );
  head = (await readAuditHead(database)) ?? { sequence: 0, hash: '' };
  // Whoever owns the database can do this; the application's own statements cannot touch an entry.
  await database.executeSql(`ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL`);
}, 120_000);
afterAll(() => database.close());

async function verify(heads: readonly AuditHead[] = [head]): Promise<AuditFinding[]> {
  const found: AuditFinding[] = [];
  await verifyAudit(readAudit(database), { heads, onFinding: (finding) => found.push(finding) });
  return found;
}

/** Tries it, and puts the log back. */
async function after(...statements: readonly string[]): Promise<string[]> {
  await database.executeSql('CREATE TABLE kept AS SELECT * FROM "AuditEntry"');
  for (const statement of statements) await database.executeSql(statement);
  const found = await verify();
  await database.executeSql('DROP TABLE "AuditEntry"; ALTER TABLE kept RENAME TO "AuditEntry"');
  return found.map((finding) => `${finding.kind} ${'sequence' in finding ? finding.sequence : ''}`.trim());
}

test('a log of more than one page that nobody touched is accepted, and its head is the last entry', async () => {
  expect(head.sequence).toBe(ENTRIES);
  const verdict = await verifyAudit(readAudit(database), { heads: [head], onFinding: () => undefined });
  expect(verdict).toEqual({ head, findings: 0 });
});

test.each([
  ['who did it', `UPDATE "AuditEntry" SET "actorId" = NULL WHERE "sequence" = 300`, ['changed 300']],
  ['when', `UPDATE "AuditEntry" SET "at" = "at" + interval '1 millisecond' WHERE "sequence" = 300`, ['changed 300']],
  [
    'a fact',
    `UPDATE "AuditEntry" SET "facts" = '{"to": "member", "from": "member"}' WHERE "sequence" = 1`,
    ['changed 1'],
  ],
  [
    'a fact into a number',
    `UPDATE "AuditEntry" SET "facts" = '{"to": 1}' WHERE "sequence" = 2`,
    ['unreadable 2', 'unlinked 3'],
  ],
  ['facts into a list', `UPDATE "AuditEntry" SET "facts" = '[]' WHERE "sequence" = 2`, ['unreadable 2', 'unlinked 3']],
  ['the hash', `UPDATE "AuditEntry" SET "hash" = sha256('x') WHERE "sequence" = 3`, ['changed 3', 'unlinked 4']],
  ['the link', `UPDATE "AuditEntry" SET "previous" = sha256('x') WHERE "sequence" = 3`, ['changed 3', 'unlinked 3']],
  [
    'the number',
    `UPDATE "AuditEntry" SET "sequence" = 9000 WHERE "sequence" = ${ENTRIES}`,
    ['missing', 'changed 9000'],
  ],
])('an edit of %s is found', async (_what, statement, expected) => {
  expect(await after(statement)).toEqual(expected);
});

test.each([
  ['one entry', `DELETE FROM "AuditEntry" WHERE "sequence" = 250`, ['missing']],
  ['the first', `DELETE FROM "AuditEntry" WHERE "sequence" = 1`, ['missing']],
  ['the last', `DELETE FROM "AuditEntry" WHERE "sequence" = ${ENTRIES}`, ['cut']],
  ['all', `DELETE FROM "AuditEntry"`, ['cut']],
])('a cut of %s is found', async (_what, statement, expected) => {
  expect(await after(statement)).toEqual(expected);
});

test('a column that was made wider or looser hides nothing', async () => {
  expect(
    await after(
      `ALTER TABLE "AuditEntry" ALTER "at" TYPE timestamptz(6)`,
      `UPDATE "AuditEntry" SET "at" = "at" + interval '5 microseconds' WHERE "sequence" = 10`,
      `ALTER TABLE "AuditEntry" ALTER "event" DROP NOT NULL`,
      `UPDATE "AuditEntry" SET "event" = NULL WHERE "sequence" = 11`,
    ),
  ).toEqual(['unreadable 10', 'unreadable 11', 'unlinked 12']);
});

test('a second entry with a number that is taken is found, also where a page of the reader ends', async () => {
  const copies = [499, 500, 501].map(
    (sequence) => `INSERT INTO "AuditEntry" SELECT * FROM "AuditEntry" WHERE "sequence" = ${sequence}`,
  );
  expect(
    await after(
      'ALTER TABLE "AuditEntry" DROP CONSTRAINT IF EXISTS "AuditEntry_pkey"',
      'DROP INDEX IF EXISTS "AuditEntry_hash_key"',
      ...copies,
      `ALTER TABLE "AuditEntry" ALTER "sequence" DROP NOT NULL`,
      `INSERT INTO "AuditEntry" SELECT NULL, "previous", "hash", "at", "event", "actorId", "subject", "subjectId", "facts" FROM "AuditEntry" WHERE "sequence" = 5`,
    ),
  ).toEqual(['order 0', 'unreadable 0', 'fork 499', 'fork 500', 'fork 501']);
});

test('a log that was written again from one entry on holds together, and the kept head tells', async () => {
  await database.executeSql('CREATE TABLE kept AS SELECT * FROM "AuditEntry"');
  await database.executeSql('DELETE FROM "AuditEntry" WHERE "sequence" > 500');
  await database.prisma.$transaction(async (tx) => {
    for (let index = 0; index < 5; index += 1)
      await appendAudit(tx, { event: 'backup.made', actorId: null, subject: 'service', subjectId: null }, new Date());
  });
  expect(await verify([])).toEqual([]);
  expect(await verify()).toEqual([{ kind: 'rewritten', sequence: ENTRIES }]);
  await database.executeSql('DROP TABLE "AuditEntry"; ALTER TABLE kept RENAME TO "AuditEntry"');
});
