import 'fake-indexeddb/auto';

import type { Vault } from '@sos/crypto';

import { failOnWrite } from '../../testing/full-storage.js';
import { deleteKeyDatabase, readVault, replaceVault, saveVault } from './key-database.js';

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
