import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';

import { BlobRepository } from './blob.repository.js';
import { SendsInFlight } from './sends-in-flight.js';
import { startCaseWorld, type CaseWorld, type Person } from './testing/case-world.js';
import { fakePkesk, fakeSeipd, withHead } from './testing/packets.js';

let world: CaseWorld;

beforeAll(async () => {
  world = await startCaseWorld();
});
afterAll(() => world.api.close());

const OCTETS = { 'content-type': 'application/octet-stream' };

interface BlobOptions {
  readonly caseId: string;
  readonly blobId?: string;
  readonly chunkCount?: number;
  readonly audience?: string;
  readonly packets?: Uint8Array;
}

async function createBlob(
  person: Person,
  { caseId, blobId = randomUUID(), chunkCount = 2, audience = 'case', packets }: BlobOptions,
) {
  const readers = audience === 'team' ? world.teamReaders : world.caseReaders;
  const payload = withHead(
    { caseId, audience, rosterVersion: 1, chunkCount },
    packets ?? Buffer.concat(readers.map(fakePkesk)),
  );
  const answer = await world.api.injectAs(person.account, {
    method: 'PUT',
    url: `/blobs/${blobId}`,
    headers: OCTETS,
    payload,
  });
  return { status: answer.statusCode, body: answer.json<unknown>(), blobId };
}

async function putChunk(
  person: Person,
  blobId: string,
  index: number | string,
  payload: Uint8Array,
  headers: Record<string, string> = {},
) {
  const answer = await world.api.injectAs(person.account, {
    method: 'PUT',
    url: `/blobs/${blobId}/chunks/${index}`,
    headers: { ...OCTETS, ...headers },
    payload: Buffer.from(payload),
  });
  return { status: answer.statusCode, body: answer.json<unknown>() };
}

function download(person: Person, blobId: string, index: number) {
  return world.api.injectAs(person.account, { method: 'POST', url: '/blobs/download', payload: { blobId, index } });
}

test('a file goes up chunk by chunk, may be resumed, and comes down behind the reader’s own grant', async () => {
  const caseId = await world.openCase();
  const { blobId, status } = await createBlob(world.member, { caseId });
  const [one, two] = [fakeSeipd(16_384), fakeSeipd(4096)];
  expect(status).toBe(201);
  expect((await putChunk(world.member, blobId, 1, two)).status).toBe(201);
  const progress = await world.api.injectAs(world.member.account, { method: 'GET', url: `/blobs/${blobId}/chunks` });
  expect(progress.json()).toEqual({ stored: [1] });
  expect((await putChunk(world.member, blobId, 0, one)).status).toBe(201);
  const manifest = await world.putEntry(world.member, { caseId, head: { blobId } });
  expect(manifest.status).toBe(201);
  const served = await download(world.second, blobId, 0);
  expect(served.rawPayload.subarray(-one.length).equals(one)).toBe(true);
  expect(served.rawPayload.subarray(3, 11).toString('hex')).toBe(world.second.subkeyId);
  const { data } = await world.api.run(
    'query ($id: ID!) { case(id: $id) { summary { fileCount } entries { blob { id chunkCount complete } } } }',
    { id: caseId },
    world.first.account,
  );
  expect(data?.['case']).toEqual({
    summary: { fileCount: 1 },
    entries: [{ blob: null }, { blob: { id: blobId, chunkCount: 2, complete: true } }],
  });
});

const folderOf = (blobId: string): string => path.join(world.api.platform.config.dataFolder, 'blobs', blobId);
const DAY_MS = 86_400_000;

test('of many that put another chunk in one place at once, one stays, and nothing of the others', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId });
  const chunks = Array.from({ length: 4 }, () => fakeSeipd());
  const answers = await Promise.all(chunks.map((chunk) => putChunk(world.member, blobId, 0, chunk)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...chunks.slice(1).map(() => 409)]);
  expect(readdirSync(folderOf(blobId))).toHaveLength(1);
  const winner = chunks[answers.findIndex(({ status }) => status === 201)] ?? Buffer.of();
  const served = await download(world.member, blobId, 0);
  expect(served.rawPayload.subarray(-winner.length).equals(winner)).toBe(true);
});

test('the same chunk many times at once is there once, and readable', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId });
  const chunk = fakeSeipd();
  const answers = await Promise.all(Array.from({ length: 4 }, () => putChunk(world.member, blobId, 0, chunk)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.every(({ status }) => status === 201 || status === 200)).toBe(true);
  expect(readdirSync(folderOf(blobId))).toHaveLength(1);
  expect((await download(world.member, blobId, 0)).statusCode).toBe(200);
});

test('a file whose manifest never came gives its room back after a week, rows and bytes; a whole one stays', async () => {
  const caseId = await world.openCase();
  const started = await createBlob(world.member, { caseId, chunkCount: 124 });
  await putChunk(world.member, started.blobId, 0, fakeSeipd());
  const whole = await createBlob(world.member, { caseId, chunkCount: 1 });
  await putChunk(world.member, whole.blobId, 0, fakeSeipd());
  expect((await world.putEntry(world.member, { caseId, head: { blobId: whole.blobId } })).status).toBe(201);
  expect((await createBlob(world.member, { caseId, chunkCount: 1 })).status).toBe(413);
  world.api.clock.advance(6 * DAY_MS);
  await world.api.runJob('cases.unfinished-files');
  expect(existsSync(folderOf(started.blobId))).toBe(true);
  world.api.clock.advance(DAY_MS + 3_600_000);
  await world.api.runJob('cases.unfinished-files');
  expect(existsSync(folderOf(started.blobId))).toBe(false);
  expect(await world.api.database.prisma.chunk.count({ where: { blobId: started.blobId } })).toBe(0);
  expect((await putChunk(world.member, started.blobId, 1, fakeSeipd())).status).toBe(404);
  expect((await download(world.member, whole.blobId, 0)).statusCode).toBe(200);
  expect((await createBlob(world.member, { caseId, chunkCount: 1 })).status).toBe(201);
});

test('bytes that come while their file is being given up find no place', async () => {
  const blobs = new BlobRepository(world.api.database);
  const chunk = { blobId: randomUUID(), index: 0, size: 10, sha256: '00'.repeat(32) };
  expect(await blobs.addChunk(chunk)).toBe(false);
});

test('one account cannot send files without end; another one is not held back by it', async () => {
  const caseId = await world.openCase();
  const refused = { caseId, packets: Buffer.from('x') };
  const { rateLimit } = world.api.database.prisma;
  const known = new Map(
    (await rateLimit.findMany()).map(({ key, count }) => [Buffer.from(key).toString('hex'), count]),
  );
  expect((await createBlob(world.member, refused)).status).not.toBe(429);
  const counted = (await rateLimit.findMany()).filter(
    ({ key, count }) => known.get(Buffer.from(key).toString('hex')) !== count,
  );
  // Two hundred true requests would take the test half a minute; the window is filled as they would fill it.
  await rateLimit.updateMany({ where: { key: { in: counted.map(({ key }) => key) } }, data: { count: 200 } });
  expect((await createBlob(world.member, refused)).status).toBe(429);
  expect((await createBlob(world.first, { caseId })).status).toBe(201);
  world.api.clock.advance(3_600_000);
  expect((await createBlob(world.member, { caseId })).status).toBe(201);
});

test('the same chunk twice is one; another in its place is a conflict', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId });
  const chunk = fakeSeipd();
  const answers = [
    await putChunk(world.member, blobId, 0, chunk),
    await putChunk(world.member, blobId, 0, chunk),
    await putChunk(world.member, blobId, 0, fakeSeipd()),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 409]);
});

test('chunks out of range, in clear or outside the buckets are refused', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId });
  const refusals = [
    await putChunk(world.member, blobId, 2, fakeSeipd()),
    await putChunk(world.member, blobId, -1, fakeSeipd()),
    await putChunk(world.member, blobId, '1e1', fakeSeipd()),
    await putChunk(world.member, blobId, 0, Buffer.from('a photograph in clear')),
    await putChunk(world.member, blobId, 0, fakeSeipd(5000)),
    await putChunk(world.member, blobId, 0, Buffer.concat([fakePkesk(world.member.subkeyId), fakeSeipd()])),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422]);
  expect(await world.api.database.prisma.chunk.count({ where: { blobId } })).toBe(0);
});

test('a chunk larger than any chunk is refused by its size', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId });
  const answer = await putChunk(world.member, blobId, 0, Buffer.alloc(10), {
    'content-length': String(200 * 1024 * 1024),
  });
  expect(answer).toEqual({ status: 413, body: { code: 'TOO_LARGE' } });
});

test('the grants of a file pass the same gate as those of an entry', async () => {
  const caseId = await world.openCase();
  const grants = (ids: readonly string[]) => Buffer.concat(ids.map(fakePkesk));
  const answers = [
    await createBlob(world.member, { caseId, packets: grants(world.teamReaders) }),
    await createBlob(world.member, { caseId, packets: grants([...world.caseReaders, 'a1b2c3d4e5f60718']) }),
    await createBlob(world.member, { caseId, packets: Buffer.from('{"name":"photo.jpg"}') }),
    await createBlob(world.member, { caseId, packets: Buffer.concat([grants(world.caseReaders), fakeSeipd()]) }),
    await createBlob(world.member, { caseId, chunkCount: 1001 }),
    await createBlob(world.member, { caseId, audience: 'team' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422]);
});

test('one person’s files for one audience of a case have a limit, reserved before the first byte', async () => {
  const caseId = await world.openCase();
  expect((await createBlob(world.member, { caseId, chunkCount: 100 })).status).toBe(201);
  expect(await createBlob(world.member, { caseId, chunkCount: 26 })).toMatchObject({
    status: 413,
    body: { reason: 'case_full' },
  });
  expect((await createBlob(world.member, { caseId, chunkCount: 25 })).status).toBe(201);
});

test('what the team or anybody else has reserved leaves the member’s room as it was', async () => {
  const caseId = await world.openCase();
  for (const audience of ['team', 'case']) {
    expect((await createBlob(world.first, { caseId, audience, chunkCount: 125 })).status).toBe(201);
    expect((await createBlob(world.first, { caseId, audience, chunkCount: 1 })).status).toBe(413);
    expect((await createBlob(world.second, { caseId, audience, chunkCount: 1 })).status).toBe(201);
  }
  expect((await createBlob(world.member, { caseId, chunkCount: 125 })).status).toBe(201);
});

/** A body that comes when it is told to. */
function slowBody(bytes: Uint8Array) {
  let wasRead: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (wasRead = resolve));
  const stream = new Readable({ read: () => wasRead() });
  const finish = (): void => {
    stream.push(bytes);
    stream.push(null);
  };
  return { stream, started, finish };
}

function sendSlowly(person: Person, blobId: string, index: number, payload: Readable) {
  const url = `/blobs/${blobId}/chunks/${index}`;
  return world.api.injectAs(person.account, { method: 'PUT', url, headers: OCTETS, payload });
}

test('one account holds four bodies in memory at once; a fifth is told to wait, and others are not held back', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId, chunkCount: 5 });
  const bodies = Array.from({ length: 4 }, () => slowBody(fakeSeipd()));
  const sent = bodies.map(({ stream }, index) => sendSlowly(world.member, blobId, index, stream));
  await Promise.all(bodies.map(({ started }) => started));
  const fifth = await sendSlowly(world.member, blobId, 4, slowBody(fakeSeipd()).stream);
  expect([fifth.statusCode, fifth.headers['retry-after']]).toEqual([429, '1']);
  expect((await createBlob(world.first, { caseId })).status).toBe(201);
  for (const { finish } of bodies) finish();
  expect((await Promise.all(sent)).map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
  expect((await putChunk(world.member, blobId, 4, fakeSeipd())).status).toBe(201);
});

test('a place is free again when its connection breaks', async () => {
  const places = new SendsInFlight();
  const taken: boolean[] = [];
  let gone: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (gone = resolve));
  const server = createServer((_request, answer) => {
    taken.push(...Array.from({ length: 5 }, () => places.take('ana', answer)));
    answer.once('close', gone);
    answer.socket?.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  await closed;
  expect(taken).toEqual([true, true, true, true, false]);
  expect(places.take('ana', new ServerResponse(new IncomingMessage(new Socket())))).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});

test('no byte of a chunk is read for a file that is not there or somebody else’s', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.first, { caseId, audience: 'team', chunkCount: 1 });
  for (const [id, index, status] of [
    [blobId, 0, 404],
    [randomUUID(), 0, 404],
  ] as const) {
    const { stream, started } = slowBody(fakeSeipd());
    const answer = await sendSlowly(world.member, id, index, stream);
    expect(answer.statusCode).toBe(status);
    expect(await Promise.race([started.then(() => 'read'), Promise.resolve('not read')])).toBe('not read');
  }
});

test('a manifest before its file is whole, or of another’s file, is refused', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.member, { caseId });
  expect(await world.putEntry(world.member, { caseId, head: { blobId } })).toMatchObject({
    status: 422,
    body: { reason: 'file_incomplete' },
  });
  expect((await world.putEntry(world.first, { caseId, head: { blobId } })).status).toBe(404);
});

test('nobody else learns that a file is there: neither another member, nor the member of a team file', async () => {
  const caseId = await world.openCase();
  const { blobId } = await createBlob(world.first, { caseId, audience: 'team', chunkCount: 1 });
  await putChunk(world.first, blobId, 0, fakeSeipd());
  expect((await download(world.second, blobId, 0)).statusCode).toBe(200);
  expect((await download(world.member, blobId, 0)).statusCode).toBe(404);
  expect((await download(world.stranger, blobId, 0)).statusCode).toBe(404);
  expect((await putChunk(world.member, blobId, 0, fakeSeipd())).status).toBe(404);
  const { data } = await world.api.run(
    'query ($id: ID!) { case(id: $id) { summary { fileCount } } }',
    { id: caseId },
    world.member.account,
  );
  expect(data?.['case']).toEqual({ summary: { fileCount: 0 } });
});
