import 'fake-indexeddb/auto';

import { failOnWrite } from '../../testing/full-storage.js';
import { createOutbox, deleteOutbox, type QueuedEntry, type QueuedFile } from './outbox.js';
import { sendFailureOf } from './send-failure.js';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

function entry(id: string, accountId = 'ana'): QueuedEntry {
  return {
    kind: 'entry',
    id,
    accountId,
    caseId: 'c1',
    head: '{}',
    message: bytes(1, 2),
    entryHash: 'h',
    audience: 'case',
    sequence: 1,
  };
}

function file(id: string): QueuedFile {
  return { kind: 'file', id, accountId: 'ana', caseId: 'c1', head: '{}', grants: bytes(3), chunkCount: 2 };
}

beforeEach(() => deleteOutbox());

test('keeps what waits in the order in which it was sealed, each account its own', async () => {
  const outbox = createOutbox();
  await outbox.add([entry('one'), entry('two')]);
  await outbox.add([entry('else', 'eva')]);
  await outbox.add([entry('three')]);
  expect((await outbox.list('ana')).map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  expect((await outbox.list('eva')).map(({ id }) => id)).toEqual(['else']);
});

test('a delivered file takes its chunks along, and no other file’s', async () => {
  const outbox = createOutbox();
  await outbox.addChunk('f1', 0, bytes(10));
  await outbox.addChunk('f1', 1, bytes(11));
  await outbox.addChunk('f2', 0, bytes(20));
  await outbox.add([file('f1')]);
  const [stored] = await outbox.list('ana');
  if (!stored) throw new Error('nothing stored');
  await outbox.remove(stored);
  expect(await outbox.list('ana')).toEqual([]);
  expect(await outbox.chunk('f1', 1)).toBeUndefined();
  expect(await outbox.chunk('f2', 0)).toEqual(bytes(20));
});

test('a problem is remembered and can be taken back', async () => {
  const outbox = createOutbox();
  await outbox.add([entry('one')]);
  const [stored] = await outbox.list('ana');
  if (!stored) throw new Error('nothing stored');
  await outbox.setProblem(stored, 'roster');
  expect(await outbox.list('ana')).toMatchObject([{ id: 'one', problem: 'roster' }]);
  await outbox.setProblem(stored, undefined);
  expect((await outbox.list('ana'))[0]).not.toHaveProperty('problem');
});

test('a quick exit leaves no database behind', async () => {
  await createOutbox().add([entry('one')]);
  await deleteOutbox();
  expect(await indexedDB.databases()).toEqual([]);
});

test('a browser whose storage is full takes all of it or nothing, and the screens have words for it', async () => {
  const outbox = createOutbox();
  await outbox.add([entry('before')]);
  const full = failOnWrite(2);
  const failure = await outbox.add([entry('one'), entry('two')]).then(() => null, sendFailureOf);
  full.mockRestore();
  expect(failure).toBe('STORAGE');
  expect((await outbox.list('ana')).map(({ id }) => id)).toEqual(['before']);
  await outbox.add([entry('one'), entry('two')]);
  expect((await outbox.list('ana')).map(({ id }) => id)).toEqual(['before', 'one', 'two']);
});
