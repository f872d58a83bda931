import { randomUUID } from 'node:crypto';

import { openTestDatabase } from '@sos/database/testing';
import { forgetTransactionIds, type Database } from '@sos/database';

import { createLogger } from '../../platform/logger.js';
import { TestClock } from '../../testing/test-clock.js';
import { CountService } from './count.service.js';
import type { EventKind } from './signature.repository.js';
import { TallyRepository } from './tally.repository.js';

let database: Database;
let clock: TestClock;
let counts: CountService;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(() => {
  clock = new TestClock();
  counts = new CountService(new TallyRepository(database), clock, createLogger({ write: () => undefined }));
});

async function sign(campaignId: string, kinds: readonly EventKind[]): Promise<string> {
  const { id } = await database.prisma.signature.create({
    data: { campaignId, kind: 'individual', namePublic: false, language: 'en', textVersion: 1, createdAt: clock.now() },
  });
  for (const kind of kinds) await add(campaignId, id, kind);
  return id;
}

async function add(campaignId: string, signatureId: string, kind: EventKind): Promise<void> {
  await database.prisma.signatureEvent.create({ data: { campaignId, signatureId, kind, at: clock.now() } });
}

async function count(campaignId: string): Promise<{ confirmed: number; asOf: Date }> {
  await counts.rollUp();
  const [view] = await counts.countOf([campaignId]);
  return view ?? { confirmed: -1, asOf: new Date(0) };
}

test('a signature counts while it is confirmed and not taken away, whichever came first and however often it is looked at', async () => {
  const campaignId = randomUUID();
  await sign(campaignId, ['created']);
  await sign(campaignId, ['created', 'confirmed']);
  await sign(campaignId, ['created', 'confirmed', 'withdrawn', 'invalidated', 'erased']);
  const early = await sign(campaignId, ['created', 'disowned']);
  expect((await count(campaignId)).confirmed).toBe(1);
  expect((await count(campaignId)).confirmed).toBe(1);
  await add(campaignId, early, 'confirmed');
  expect((await count(campaignId)).confirmed).toBe(1);
  const later = await sign(campaignId, ['created', 'confirmed']);
  expect((await count(campaignId)).confirmed).toBe(2);
  await add(campaignId, later, 'withdrawn');
  expect((await count(campaignId)).confirmed).toBe(1);
  await add(campaignId, later, 'invalidated');
  expect((await count(campaignId)).confirmed).toBe(1);
  expect(await counts.breakdownOf(campaignId)).toMatchObject({ confirmed: 1, removed: 3 });
});

test('what waits to be confirmed is told a day late and in whole tens, and by no row of its own', async () => {
  const campaignId = randomUUID();
  const waiting = async () => {
    await counts.rollUp();
    return counts.breakdownOf(campaignId);
  };
  for (let number = 0; number < 29; number += 1) await sign(campaignId, ['created']);
  await sign(campaignId, ['created', 'erased']);
  await sign(campaignId, ['created', 'disowned']);
  expect(await waiting()).toMatchObject({ unconfirmed: 0, byDay: [], byPartner: [] });
  clock.advance(86_400_000 - 1);
  expect((await waiting()).unconfirmed).toBe(0);
  await sign(campaignId, ['created']);
  clock.advance(1);
  expect((await waiting()).unconfirmed).toBe(20);
  clock.advance(86_400_000);
  expect(await waiting()).toMatchObject({ unconfirmed: 30, byDay: [], byPartner: [] });
});

test('erasure keeps the number', async () => {
  const campaignId = randomUUID();
  const id = await sign(campaignId, ['created', 'confirmed']);
  await count(campaignId);
  await add(campaignId, id, 'erased');
  expect((await count(campaignId)).confirmed).toBe(1);
});

test('on another database system everything is counted again', async () => {
  const campaignId = randomUUID();
  await sign(campaignId, ['created', 'confirmed']);
  await count(campaignId);
  await database.executeSql(`UPDATE "RollUp" SET "systemIdentifier" = 'somewhere else', "xid" = '999999999'::xid8`);
  await database.executeSql(`UPDATE "Tally" SET "confirmed" = 77`);
  expect((await count(campaignId)).confirmed).toBe(1);
});

test('what was restored from a system whose transactions are far ahead is counted at once', async () => {
  const campaignId = randomUUID();
  await sign(campaignId, ['created', 'confirmed']);
  await database.executeSql('ALTER TABLE "SignatureEvent" DISABLE TRIGGER USER');
  await database.executeSql(
    `UPDATE "SignatureEvent" SET "xid" = '99999999999'::xid8 WHERE "campaignId" = '${campaignId}'`,
  );
  await database.executeSql('ALTER TABLE "SignatureEvent" ENABLE TRIGGER USER');
  await database.executeSql(`UPDATE "RollUp" SET "systemIdentifier" = 'somewhere else', "xid" = '99999999999'::xid8`);
  expect(await count(campaignId)).not.toMatchObject({ confirmed: 1 });
  await database.prisma.$transaction((tx) => forgetTransactionIds(tx));
  expect((await count(campaignId)).confirmed).toBe(1);
});

test('two roll-ups at once count nothing twice', async () => {
  const campaignId = randomUUID();
  for (let number = 0; number < 5; number += 1) await sign(campaignId, ['created', 'confirmed']);
  await Promise.all([counts.rollUp(), counts.rollUp(), counts.rollUp()]);
  expect((await count(campaignId)).confirmed).toBe(5);
});

test('an open transaction holds the horizon back, and the moment the count names with it', async () => {
  const campaignId = randomUUID();
  await sign(campaignId, ['created', 'confirmed']);
  const before = await count(campaignId);
  expect(before).toEqual({ confirmed: 1, asOf: clock.now() });
  // The embedded database has one connection: nothing can happen beside its open transaction.
  if (database.kind === 'pglite') return;
  await database.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_current_xact_id()`;
      clock.advance(1_000);
      await sign(campaignId, ['created', 'confirmed']);
      const during = await count(campaignId);
      expect(during.confirmed).toBe(1);
      expect(during.asOf.getTime()).toBeLessThan(clock.now().getTime());
      clock.advance(1_000);
      expect(await count(campaignId)).toEqual(during);
    },
    { timeout: 20_000 },
  );
  clock.advance(1_000);
  expect(await count(campaignId)).toEqual({ confirmed: 2, asOf: clock.now() });
});
