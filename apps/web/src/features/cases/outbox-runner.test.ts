import 'fake-indexeddb/auto';

import { toBase64 } from '../../platform/keys/base64.js';
import { createOutbox, deleteOutbox, type QueuedEntry } from './outbox.js';
import { createOutboxRunner } from './outbox-runner.js';
import type { Answer } from './send-bytes.js';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const receiptFor = (entryHash: string) => ({
  receipt: toBase64(new TextEncoder().encode(JSON.stringify({ ctx: 'receipt.v1', entryHash, hour: '' }))),
});

function entry(id: string, caseId = 'c1'): QueuedEntry {
  return {
    kind: 'entry',
    id,
    accountId: 'ana',
    caseId,
    head: `{"id":"${id}"}`,
    message: bytes(1, 2),
    entryHash: `hash-${id}`,
    audience: 'case',
    sequence: 1,
  };
}

interface Script {
  put: (path: string, body: Uint8Array) => Answer | Promise<Answer>;
  get?: (path: string) => Answer;
}

function start(script: Script) {
  const outbox = createOutbox();
  const paths: string[] = [];
  const network = {
    put: async (path: string, body: Uint8Array) => {
      paths.push(path);
      return script.put(path, body);
    },
    get: async (path: string) => script.get?.(path) ?? { status: 200, body: { stored: [] } },
  };
  const runner = createOutboxRunner(outbox, (onChunk) => ({ outbox, network, onChunk }));
  return { outbox, runner, paths };
}

const accept = (path: string): Answer => ({ status: 201, body: receiptFor(`hash-${path.split('/').at(-1) ?? ''}`) });

beforeEach(() => deleteOutbox());

test('what the server has confirmed leaves the device, head line first on the wire', async () => {
  const seen: string[] = [];
  const { outbox, runner } = start({
    put: (path, body) => {
      seen.push(new TextDecoder('latin1').decode(body));
      return accept(path);
    },
  });
  await outbox.add([entry('e1')]);
  expect(await runner.flush('ana')).toMatchObject({ items: [], delivered: ['e1'] });
  expect(seen).toEqual(['{"id":"e1"}\n\u0001\u0002']);
});

test('without a connection everything stays, and nothing more is tried', async () => {
  const { outbox, runner, paths } = start({ put: () => Promise.reject(new TypeError('Failed to fetch')) });
  await outbox.add([entry('e1'), entry('e2', 'c2')]);
  const state = await runner.flush('ana');
  expect([state.offline, state.items.length, paths.length]).toEqual([true, 2, 1]);
});

test.each([
  [503, { offline: true }],
  [429, { offline: true }],
  [401, { signedOut: true }],
])('after %i it is tried again later', async (status, expected) => {
  const { outbox, runner } = start({ put: () => ({ status, body: null }) });
  await outbox.add([entry('e1')]);
  const state = await runner.flush('ana');
  expect(state).toMatchObject(expected);
  expect(state.items[0]).not.toHaveProperty('problem');
});

test('what the gate refuses holds back its own case only, and says why', async () => {
  const { outbox, runner, paths } = start({
    put: (path) =>
      path.endsWith('e1') ? { status: 422, body: { code: 'REFUSED_BY_GATE', reason: 'roster' } } : accept(path),
  });
  await outbox.add([entry('e1'), entry('e2'), entry('e3', 'c2')]);
  const { items } = await runner.flush('ana');
  expect(items).toMatchObject([{ id: 'e1', problem: 'roster' }, { id: 'e2' }]);
  expect(paths).toEqual(['/entries/e1', '/entries/e3']);
});

test('a receipt for other bytes confirms nothing', async () => {
  const { outbox, runner } = start({ put: () => ({ status: 201, body: receiptFor('something else') }) });
  await outbox.add([entry('e1')]);
  expect((await runner.flush('ana')).items).toMatchObject([{ problem: 'receipt' }]);
});

test('a refused one goes out after a retry, or is gone after being discarded', async () => {
  let well = false;
  const { outbox, runner } = start({
    put: (path) => (well ? accept(path) : { status: 422, body: { reason: 'bucket' } }),
  });
  await outbox.add([entry('e1'), entry('e2', 'c2')]);
  const [one, two] = (await runner.flush('ana')).items;
  if (!one || !two) throw new Error('both should be here');
  await runner.discard(two);
  expect(runner.read().delivered).toEqual([]);
  well = true;
  await runner.retry(one);
  expect(runner.read().items).toEqual([]);
});

test('a new report that is not taken at the moment waits, and holds nothing else back', async () => {
  let open = false;
  const { outbox, runner } = start({
    put: (path) =>
      path.endsWith('new') && !open ? { status: 503, body: { code: 'PAUSED', reason: 'intake' } } : accept(path),
  });
  await outbox.add([entry('new'), entry('its-consent'), entry('other', 'c2')]);
  const state = await runner.flush('ana');
  expect(state).toMatchObject({ paused: true, offline: false, delivered: ['other'] });
  expect(state.items.map(({ id, problem }) => [id, problem])).toEqual([
    ['new', undefined],
    ['its-consent', undefined],
  ]);
  open = true;
  expect(await runner.flush('ana')).toMatchObject({ paused: false, items: [] });
});

test('a file goes on where the network broke off', async () => {
  const stored = new Set<number>();
  let left = 1;
  const { outbox, runner } = start({
    put: (path) => {
      const index = /chunks\/(\d+)$/.exec(path)?.[1];
      if (index === undefined)
        return path.startsWith('/blobs') ? { status: stored.size === 0 ? 201 : 200, body: {} } : accept(path);
      if (left === 0) throw new TypeError('Failed to fetch');
      left -= 1;
      stored.add(Number(index));
      return { status: 201, body: {} };
    },
    get: () => ({ status: 200, body: { stored: [...stored] } }),
  });
  for (const index of [0, 1, 2]) await outbox.addChunk('f1', index, bytes(index));
  await outbox.add([
    { kind: 'file', id: 'f1', accountId: 'ana', caseId: 'c1', head: '{}', grants: bytes(9), chunkCount: 3 },
    entry('manifest'),
  ]);
  expect((await runner.flush('ana')).items).toHaveLength(2);
  left = 10;
  expect((await runner.flush('ana')).items).toEqual([]);
  expect([[...stored], left]).toEqual([[0, 1, 2], 8]);
});
