import { loadSecrets } from '@sos/database';
import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sessionHeaders } from '../../testing/start-test-api.js';
import { startCaseWorld, type CaseWorld } from './testing/case-world.js';
import { fakeMessage, fakePkesk, fakeSeipd, frame } from './testing/packets.js';

let world: CaseWorld;

beforeAll(async () => {
  world = await startCaseWorld();
});
afterAll(() => world.api.close());

/** Writes without an end until there is an answer. */
function sendEndlessly(
  address: AddressInfo | string | null,
  headers: Record<string, string>,
): Promise<{ status: number; sent: number }> {
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const piece = Buffer.alloc(65_536);
  let sent = 0;
  let answered = false;
  return new Promise((resolve) => {
    const upload = request({
      port: address.port,
      host: '127.0.0.1',
      method: 'PUT',
      path: `/entries/${randomUUID()}`,
      headers,
    });
    const write = (): void => {
      while (!answered) {
        sent += piece.length;
        if (!upload.write(piece)) return void upload.once('drain', write);
      }
    };
    upload.on('response', (answer) => {
      answered = true;
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, sent });
      upload.destroy();
    });
    // The server may close before it has read everything; the answer has come by then.
    upload.on('error', () => undefined);
    write();
  });
}

const storedEntries = () => world.api.database.prisma.entry.count();

test('a sealed report opens a case and is answered with a signed receipt', async () => {
  const caseId = randomUUID();
  const { status, body } = await world.putEntry(world.member, {
    caseId,
    newCase: true,
    head: { severity: 'critical' },
  });
  expect(status).toBe(201);
  const bytes = Buffer.from(String(body['receipt']), 'base64');
  const [entry] = await world.api.database.prisma.entry.findMany({ where: { caseId } });
  expect(JSON.parse(bytes.toString())).toEqual({
    ctx: 'receipt.v1',
    entryHash: Buffer.from(entry?.seipdSha256 ?? []).toString('hex'),
    hour: '2026-12-01T10:00:00.000Z',
  });
  const { receiptKey } = loadSecrets(world.api.platform.config.dataFolder, 'demo');
  expect(verify(null, bytes, createPublicKey(receiptKey), Buffer.from(String(body['signature']), 'base64'))).toBe(true);
  const opened = await world.api.database.prisma.case.findUnique({
    where: { id: caseId },
    include: { participants: true },
  });
  expect(opened).toMatchObject({ ownerId: world.member.account.id, severity: 'critical', status: 'submitted' });
  expect(opened?.participants).toEqual([
    { caseId, accountId: world.member.account.id, encryptionSubkeyId: world.member.subkeyId },
  ]);
});

test('every stored time is a whole hour', async () => {
  world.api.clock.set(new Date('2026-12-01T10:47:31.123Z'));
  const caseId = await world.openCase();
  world.api.clock.set(new Date('2026-12-01T10:00:00.000Z'));
  const rows = await world.api.database.prisma.case.findUnique({
    where: { id: caseId },
    include: { entries: { include: { grants: true } } },
  });
  const times = [
    rows?.openedHour,
    rows?.changedHour,
    ...(rows?.entries ?? []).flatMap(({ storedHour, grants }) => [
      storedHour,
      ...grants.map((grant) => grant.storedHour),
    ]),
  ];
  expect(times).toHaveLength(6);
  expect(new Set(times.map((time) => time?.toISOString()))).toEqual(new Set(['2026-12-01T10:00:00.000Z']));
});

test('the same bytes again are one entry and the same receipt, hours later too', async () => {
  const [caseId, entryId] = [randomUUID(), randomUUID()];
  const message = fakeMessage(world.caseReaders);
  const once = await world.putEntry(world.member, { caseId, entryId, newCase: true, message });
  world.api.clock.advance(3 * 3_600_000);
  const again = await world.putEntry(world.member, { caseId, entryId, newCase: true, message });
  world.api.clock.set(new Date('2026-12-01T10:00:00.000Z'));
  expect([once.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(once.body);
  expect(await world.api.database.prisma.entry.count({ where: { caseId } })).toBe(1);
});

test('two identical requests at once are one entry', async () => {
  const [caseId, entryId] = [randomUUID(), randomUUID()];
  const message = fakeMessage(world.caseReaders);
  const both = await Promise.all(
    [1, 2].map(() => world.putEntry(world.member, { caseId, entryId, newCase: true, message })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
  expect(both[0]?.body).toEqual(both[1]?.body);
});

test('the same id with other bytes is a conflict', async () => {
  const caseId = await world.openCase();
  const { entryId } = await world.putEntry(world.member, { caseId });
  const other = await world.putEntry(world.member, { caseId, entryId });
  expect([other.status, other.body]).toEqual([409, { code: 'CONFLICT' }]);
});

test('one ciphertext cannot be replayed into another entry', async () => {
  const caseId = await world.openCase();
  const message = fakeMessage(world.caseReaders);
  await world.putEntry(world.member, { caseId, message });
  expect((await world.putEntry(world.member, { caseId, message })).status).toBe(409);
});

test('entries sent at the same moment get places of their own', async () => {
  const caseId = await world.openCase();
  const answers = await Promise.all([1, 2, 3, 4].map(() => world.putEntry(world.first, { caseId })));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  const entries = await world.api.database.prisma.entry.findMany({ where: { caseId }, orderBy: { position: 'asc' } });
  expect(entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
});

describe('the gate', () => {
  const refused: readonly (readonly [string, () => Uint8Array, string])[] = [
    ['plaintext JSON', () => Buffer.from('{"report":"they took her at dawn"}'), 'not_openpgp'],
    ['nothing', () => Buffer.alloc(0), 'empty'],
    ['a missing reader', () => fakeMessage(world.caseReaders.slice(1)), 'missing_recipient'],
    ['an extra reader', () => fakeMessage([...world.caseReaders, 'a1b2c3d4e5f60718']), 'extra_recipient'],
    ['a reader twice', () => fakeMessage([...world.caseReaders, world.member.subkeyId]), 'duplicate_recipient'],
    ['a hidden reader', () => fakeMessage([...world.caseReaders, '0'.repeat(16)]), 'hidden_recipient'],
    ['SEIPD version 2', () => fakeMessage(world.caseReaders, fakeSeipd(4096, 2)), 'seipd_version'],
    ['a body outside the buckets', () => fakeMessage(world.caseReaders, fakeSeipd(4097)), 'bucket'],
    ['a second SEIPD', () => Buffer.concat([fakeMessage(world.caseReaders), fakeSeipd()]), 'extra_packet'],
    [
      'a marker in front',
      () => Buffer.concat([frame(10, Buffer.from('PGP')), fakeMessage(world.caseReaders)]),
      'extra_packet',
    ],
    ['a grant behind', () => Buffer.concat([fakeMessage(world.caseReaders), fakePkesk('a1b2c3d4e5f60718')]), 'order'],
    ['text behind', () => Buffer.concat([fakeMessage(world.caseReaders), Buffer.from('hello')]), 'trailing_bytes'],
    ['a truncated message', () => fakeMessage(world.caseReaders).subarray(0, -1), 'truncated'],
  ];

  test.each(refused)('refuses %s and stores nothing', async (_what, makeMessage, reason) => {
    const before = await storedEntries();
    const caseId = randomUUID();
    const { status, body } = await world.putEntry(world.member, { caseId, newCase: true, message: makeMessage() });
    expect([status, body]).toEqual([422, { code: 'REFUSED_BY_GATE', reason }]);
    expect(await storedEntries()).toBe(before);
    expect(await world.api.database.prisma.case.count({ where: { id: caseId } })).toBe(0);
  });

  const heads: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ['an unknown field', { country: 'CO' }, 'header'],
    ['a severity that is none', { severity: 'apocalyptic' }, 'header'],
    ['an id that carries a time', { caseId: '0193f1c4-7b1a-7c3d-8e5f-0123456789ab' }, 'header'],
    ['an unknown roster', { rosterVersion: 99 }, 'roster'],
    ['an audience nobody gates yet', { audience: 'named' }, 'first_entry'],
    ['a team note as the first entry', { audience: 'team' }, 'first_entry'],
  ];

  test.each(heads)('refuses a header with %s', async (_what, head, reason) => {
    const { status, body } = await world.putEntry(world.member, { caseId: randomUUID(), newCase: true, head });
    expect([status, body]).toEqual([422, { code: 'REFUSED_BY_GATE', reason }]);
  });

  test('refuses a report that is sent by hand in clear', async () => {
    const answer = await world.api.injectAs(world.member.account, {
      method: 'PUT',
      url: `/entries/${randomUUID()}`,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ summary: 'in clear' }),
    });
    expect(answer.statusCode).toBe(400);
  });
});

test('a 200 MB upload is refused by its stated size, before it is read', async () => {
  const answer = await world.api.injectAs(world.member.account, {
    method: 'PUT',
    url: `/entries/${randomUUID()}`,
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(200 * 1024 * 1024) },
    payload: Buffer.alloc(10),
  });
  expect([answer.statusCode, answer.json()]).toEqual([413, { code: 'TOO_LARGE' }]);
});

test('an upload that hides its size is cut off near the limit', async () => {
  const { platform, app } = world.api;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { status, sent } = await sendEndlessly(app.server.address(), {
    ...(await sessionHeaders(platform, world.member.account)),
    'content-type': 'application/octet-stream',
  });
  expect(status).toBe(413);
  // What the network's own buffers swallowed before the answer came, and no more.
  expect(sent).toBeLessThan(50 * 1024 * 1024);
});

test('nobody without a session gets as far as the body', async () => {
  const answer = await world.api.app.inject({
    method: 'PUT',
    url: `/entries/${randomUUID()}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.alloc(10),
  });
  expect([answer.statusCode, answer.json()]).toEqual([401, { code: 'UNAUTHENTICATED' }]);
});

describe('another member', () => {
  test('meets a case that is not theirs as one that is not there', async () => {
    const caseId = await world.openCase();
    const written = await world.putEntry(world.stranger, { caseId });
    const opened = await world.putEntry(world.stranger, {
      caseId,
      newCase: true,
      message: fakeMessage([...world.teamReaders, world.stranger.subkeyId]),
    });
    const read = await world.api.run(
      'query ($id: ID!) { case(id: $id) { moves } }',
      { id: caseId },
      world.stranger.account,
    );
    const missing = await world.api.run(
      'query ($id: ID!) { case(id: $id) { moves } }',
      { id: randomUUID() },
      world.stranger.account,
    );
    expect([written.status, opened.status]).toEqual([404, 404]);
    expect(read).toEqual(missing);
    expect(read.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('downloads nothing of it, and a responder and the sender each get their own grant', async () => {
    const caseId = randomUUID();
    const seipd = fakeSeipd();
    const message = fakeMessage(world.caseReaders, seipd);
    const { entryId } = await world.putEntry(world.member, { caseId, newCase: true, message });
    const download = (person: CaseWorld['member']) =>
      world.api.injectAs(person.account, { method: 'POST', url: '/entries/download', payload: { entryId } });
    const [own, team, foreign] = await Promise.all([
      download(world.member),
      download(world.second),
      download(world.stranger),
    ]);
    expect(foreign.statusCode).toBe(404);
    expect(own.headers['content-type']).toBe('application/octet-stream');
    expect(own.headers['cache-control']).toBe('no-store');
    for (const [answer, { subkeyId }] of [
      [own, world.member],
      [team, world.second],
    ] as const) {
      expect(answer.rawPayload.subarray(-seipd.length).equals(seipd)).toBe(true);
      expect(answer.rawPayload.subarray(3, 11).toString('hex')).toBe(subkeyId);
      expect(answer.rawPayload).toHaveLength(seipd.length + fakePkesk(subkeyId).length);
    }
  });
});

test('no log line holds an id of a case or an entry', async () => {
  const caseId = randomUUID();
  const { entryId } = await world.putEntry(world.member, { caseId, newCase: true });
  const log = world.api.log.join('\n');
  expect(log).not.toContain(caseId);
  expect(log).not.toContain(entryId);
});
