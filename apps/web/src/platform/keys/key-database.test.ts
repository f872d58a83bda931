import 'fake-indexeddb/auto';

import type { Vault } from '@sos/crypto';

import { failOnWrite } from '../../testing/full-storage.js';
import {
  bringForward,
  deleteKeyDatabase,
  dropOtherVault,
  keepOtherVault,
  readOtherVault,
  readVault,
  replaceVault,
  saveVault,
} from './key-database.js';

const vault = (name: string): Vault => ({ version: 2, fingerprint: name, publicKey: '', slots: [], sealed: '' });

beforeEach(() => deleteKeyDatabase());

test('a change of vault that the browser has no room for leaves the one that was there', async () => {
  await saveVault({ accountId: 'ana', vault: vault('old') });
  const full = failOnWrite(1);
  await expect(replaceVault('ana', vault('old'), vault('new'))).rejects.toBeInstanceOf(DOMException);
  await expect(saveVault({ accountId: 'eva', vault: vault('first') })).resolves.toBeUndefined();
  full.mockRestore();
  expect((await readVault('ana'))?.vault).toEqual(vault('old'));
  await replaceVault('ana', vault('old'), vault('new'));
  expect((await readVault('ana'))?.vault).toEqual(vault('new'));
});

test('the vault of a new key waits beside the one in use, and the two change places at once', async () => {
  const [old, next] = [vault('old'), vault('next')];
  await saveVault({ accountId: 'ana', vault: old });
  await keepOtherVault('ana', next);
  expect(await bringForward('ana', next.fingerprint)).toEqual(next);
  expect((await readVault('ana'))?.vault).toEqual(next);
  expect(await readOtherVault('ana', old.fingerprint)).toEqual(old);
  expect(await bringForward('ana', next.fingerprint)).toBeUndefined();
  expect((await readVault('ana'))?.vault).toEqual(next);
  await dropOtherVault(old.fingerprint);
  expect(await readOtherVault('ana', old.fingerprint)).toBeUndefined();
});

test('nobody’s vault comes into use under another account', async () => {
  const [old, next] = [vault('old'), vault('next')];
  await saveVault({ accountId: 'ana', vault: old });
  await keepOtherVault('eva', next);
  expect(await bringForward('ana', next.fingerprint)).toBeUndefined();
  expect((await readVault('ana'))?.vault).toEqual(old);
  expect(await readOtherVault('ana', next.fingerprint)).toBeUndefined();
});
