import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { createFolderBlobStore } from './folder-blob-store.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-blobs-'));
const store = createFolderBlobStore(folder);
afterAll(() => rmSync(folder, { recursive: true }));

test('what was put is there, the second time too, and nothing else', async () => {
  await store.put('b1/0', Buffer.from('first'));
  await store.put('b1/0', Buffer.from('second'));
  expect(Buffer.from((await store.get('b1/0')) ?? []).toString()).toBe('second');
  expect(await store.get('b1/1')).toBeNull();
  expect(readdirSync(path.join(folder, 'b1'))).toEqual(['0.blob']);
  expect(statSync(path.join(folder, 'b1/0.blob')).mode & 0o077).toBe(0);
  await store.delete('b1/0');
  await store.delete('b1/0');
  expect(await store.get('b1/0')).toBeNull();
});

test('a folder goes with all that is in it, and nothing beside it', async () => {
  for (const key of ['b3/0', 'b3/1', 'b30/0']) await store.put(key, Buffer.from('x'));
  await store.deleteAll('b3');
  await store.deleteAll('b3');
  expect(readdirSync(folder)).not.toContain('b3');
  expect(await store.get('b30/0')).not.toBeNull();
});

test('chunks that arrive together are all whole', async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `b2/${index % 5}`);
  await Promise.all(keys.map((key) => store.put(key, Buffer.alloc(100_000, key))));
  for (const key of new Set(keys))
    expect(Buffer.from((await store.get(key)) ?? []).equals(Buffer.alloc(100_000, key))).toBe(true);
});

test.each(['../x', '/etc/passwd', 'a/../../x', 'a//b', '', 'A', 'a\0b', 'a.b', 'con:', 'a/b/c/d/e', 'x'.repeat(65)])(
  'the key %j is refused',
  async (key) => {
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('unsafe blob key');
    await expect(store.get(key)).rejects.toThrow('unsafe blob key');
    await expect(store.deleteAll(key)).rejects.toThrow('unsafe blob key');
  },
);
