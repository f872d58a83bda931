import { randomBytes, randomUUID } from 'node:crypto';

import { endAllSessions, forgetTransactionIds, replayDeletions, type PastDeletion } from './after-restore.js';
import type { Database } from './database.js';
import { openTestDatabase } from './testing.js';

const HOUR = '2026-03-01T14:00:00.000Z';
const bytes = (length = 32) => Uint8Array.from(randomBytes(length));

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const noted = () =>
  database.prisma.deletion.findMany({
    select: { kind: true, subjectId: true, removal: true },
    orderBy: { kind: 'asc' },
  });

async function sign(campaignId: string, kinds: ('created' | 'confirmed')[]) {
  const { id } = await database.prisma.signature.create({
    data: {
      campaignId,
      kind: 'individual',
      duplicateHash: bytes(),
      nameSealed: bytes(),
      emailSealed: bytes(),
      country: 'MX',
      namePublic: true,
      language: 'es',
      textVersion: 1,
      events: { createMany: { data: kinds.map((kind) => ({ campaignId, kind })) } },
    },
  });
  return id;
}

const campaign = () =>
  database.prisma.campaign.create({
    data: {
      slug: randomUUID(),
      type: 'petition',
      region: 'global',
      authorId: randomUUID(),
      duplicateKey: bytes(),
      dataKey: bytes(),
    },
  });

async function caseWithFile() {
  const [caseId, fileId] = [randomUUID(), randomUUID()];
  const hour = new Date(HOUR);
  const blob = {
    id: fileId,
    uploaderId: randomUUID(),
    audience: 'case',
    rosterVersion: 1,
    chunkCount: 1,
    storedHour: hour,
  } as const;
  await database.prisma.case.create({
    data: {
      id: caseId,
      ownerId: randomUUID(),
      language: 'en',
      openedHour: hour,
      changedHour: hour,
      blobs: { create: blob },
    },
  });
  return { caseId, fileId };
}

test('every deletion is noted by the database itself, and the list is only ever added to', async () => {
  const { id: campaignId } = await campaign();
  const [withdrawn, unconfirmed] = [await sign(campaignId, ['created']), await sign(campaignId, ['created'])];
  const events = [
    { signatureId: withdrawn, campaignId, kind: 'withdrawn' as const },
    { signatureId: withdrawn, campaignId, kind: 'erased' as const },
    { signatureId: unconfirmed, campaignId, kind: 'erased' as const },
  ];
  await database.prisma.signatureEvent.createMany({ data: events });
  await database.prisma.campaign.update({ where: { id: campaignId }, data: { goal: 5 } });
  expect(await noted()).toHaveLength(2);
  const nothing = new Uint8Array(0);
  await database.prisma.campaign.update({
    where: { id: campaignId },
    data: { dataKey: nothing, duplicateKey: nothing },
  });
  const { caseId, fileId } = await caseWithFile();
  await database.prisma.case.delete({ where: { id: caseId } });
  const account = await database.prisma.account.create({
    data: { email: 'a@x.org', displayName: 'a', language: 'en' },
  });
  await database.prisma.account.delete({ where: { id: account.id } });
  expect(await noted()).toEqual(
    expect.arrayContaining([
      { kind: 'signature', subjectId: withdrawn, removal: 'withdrawn' },
      { kind: 'signature', subjectId: unconfirmed, removal: null },
      { kind: 'campaign_keys', subjectId: campaignId, removal: null },
      { kind: 'file', subjectId: fileId, removal: null },
      { kind: 'case', subjectId: caseId, removal: null },
      { kind: 'account', subjectId: account.id, removal: null },
    ]),
  );
  for (const change of ['UPDATE "Deletion" SET "hour" = now()', 'DELETE FROM "Deletion"', 'TRUNCATE "Deletion"'])
    await expect(database.executeSql(change)).rejects.toThrow('append-only');
});

test('what is replayed is gone again, counts stay right, and the list is whole', async () => {
  const [{ id: campaignId }, ended] = [await campaign(), await campaign()];
  const [withdrawn, disowned, unconfirmed, kept] = [
    await sign(campaignId, ['created', 'confirmed']),
    await sign(campaignId, ['created']),
    await sign(campaignId, ['created']),
    await sign(campaignId, ['created', 'confirmed']),
  ];
  const inEnded = await sign(ended.id, ['created', 'confirmed']);
  const { caseId } = await caseWithFile();
  const unknown = randomUUID();
  const key = { fingerprint: 'ab'.repeat(20), bytes: bytes(), sha256: bytes() };
  const { id: gone } = await database.prisma.account.create({
    data: { email: 'gone@x.org', displayName: 'g', language: 'en', keys: { create: key } },
  });
  const past = (kind: PastDeletion['kind'], id: string, removal: PastDeletion['removal'] = null): PastDeletion => ({
    kind,
    id,
    removal,
    hour: HOUR,
  });
  const list = [
    past('signature', withdrawn, 'withdrawn'),
    past('signature', disowned, 'disowned'),
    past('signature', unconfirmed),
    past('campaign_keys', ended.id),
    past('case', caseId),
    past('account', unknown),
    past('account', gone),
  ];
  // Twice: a restore that was broken off is simply made again.
  for (let round = 0; round < 2; round += 1) await database.prisma.$transaction((tx) => replayDeletions(tx, list));
  const rows = await database.prisma.signature.findMany({
    where: { campaignId: { in: [campaignId, ended.id] } },
    include: { events: { select: { kind: true }, orderBy: { id: 'asc' } } },
  });
  const state = Object.fromEntries(
    rows.map(({ id, nameSealed, duplicateHash, country, events }) => [
      id,
      [nameSealed, duplicateHash, country].map((column) => (column === null ? '-' : '+')).join('') +
        ` ${events.map(({ kind }) => kind).join(' ')}`,
    ]),
  );
  expect(state).toEqual({
    [withdrawn]: '--- created confirmed withdrawn erased',
    [disowned]: '-+- created disowned erased',
    [unconfirmed]: '--- created erased',
    [kept]: '+++ created confirmed',
    [inEnded]: '--+ created confirmed',
  });
  expect(await database.prisma.campaign.findUniqueOrThrow({ where: { id: ended.id } })).toMatchObject({
    dataKey: new Uint8Array(0),
  });
  expect(await database.prisma.case.count({ where: { id: caseId } })).toBe(0);
  expect(await database.prisma.account.count({ where: { id: gone } })).toBe(0);
  const { accountId, retiredAt } = await database.prisma.publicKey.findUniqueOrThrow({
    where: { fingerprint: key.fingerprint },
  });
  expect([accountId, retiredAt]).toEqual([null, expect.any(Date)]);
  expect(await database.prisma.deletion.count({ where: { subjectId: { in: list.map(({ id }) => id) } } })).toBe(
    list.length,
  );
});

test('events from a system whose transactions were far ahead can be counted, and history is append-only again', async () => {
  const id = await sign(randomUUID(), ['created']);
  const ahead = `SELECT count(*)::int AS n FROM "SignatureEvent" WHERE "xid" >= pg_snapshot_xmax(pg_current_snapshot())`;
  await database.executeSql('ALTER TABLE "SignatureEvent" DISABLE TRIGGER USER');
  await database.executeSql(`UPDATE "SignatureEvent" SET "xid" = '99999999999'::xid8 WHERE "signatureId" = '${id}'`);
  await database.executeSql('ALTER TABLE "SignatureEvent" ENABLE TRIGGER USER');
  expect((await database.executeSql(ahead)).rows).toEqual([{ n: 1 }]);
  await database.prisma.$transaction((tx) => forgetTransactionIds(tx));
  expect((await database.executeSql(ahead)).rows).toEqual([{ n: 0 }]);
  await expect(database.executeSql('UPDATE "SignatureEvent" SET "at" = now()')).rejects.toThrow('append-only');
});

test('everybody is signed out', async () => {
  const { id: accountId } = await database.prisma.account.create({
    data: { email: 'b@x.org', displayName: 'b', language: 'en' },
  });
  const device = { accountId, hash: bytes(), browser: 'firefox', system: 'linux' };
  const { id: deviceId } = await database.prisma.device.create({ data: device });
  await database.prisma.session.create({
    data: { accountId, deviceId, tokenHash: bytes(), expiresAt: new Date(HOUR) },
  });
  expect(await database.prisma.$transaction((tx) => endAllSessions(tx))).toBe(1);
  expect(await database.prisma.session.count()).toBe(0);
});
