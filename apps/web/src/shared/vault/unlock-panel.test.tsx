import 'fake-indexeddb/auto';

import type { MockLink } from '@apollo/client/testing';
import { createEngine } from '@sos/crypto/engine';
import { screen, waitFor } from '@testing-library/react';

import { deleteKeyDatabase, readVault, saveVault } from '../../platform/keys/key-database.js';
import { createEnginePort } from '../../testing/engine-port.js';
import { createTestHost, renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { UnlockPanel } from './unlock-panel.js';
import { VaultKeyDocument } from './vault.generated.js';

const routes = [{ path: '/', element: <UnlockPanel /> }];

async function makeVault() {
  const engine = createEngine();
  const passphrase = await engine.generatePassphrase();
  const key = await engine.generateKey();
  const vault = await engine.createVault({ key: key.key, passphrase, kdf: 'iterated' });
  return {
    passphrase,
    vault,
    fingerprint: key.fingerprint,
    kit: await engine.exportRecoveryKit({ key: key.key, passphrase }),
  };
}

let made: Awaited<ReturnType<typeof makeVault>>;
beforeAll(async () => {
  made = await makeVault();
});
beforeEach(() => deleteKeyDatabase());

function enrolled(): MockLink.MockedResponse {
  const myKey = { __typename: 'EnrolledKey' as const, fingerprint: made.fingerprint, bytes: '', inRoster: false };
  return { request: { query: VaultKeyDocument }, result: { data: { myKey } }, maxUsageCount: 10 };
}

async function start(demo = false) {
  const host = createTestHost(createEnginePort);
  const rendered = await renderRoutes({ routes, at: '/', mocks: [enrolled()], host, service: { demo } });
  return { ...rendered, host };
}

test('the right words open the vault on this device, typed as people type them; wrong ones say so and can be corrected', async () => {
  await saveVault({ accountId: TEST_VIEWER.id, vault: made.vault });
  const { user, host } = await start();
  const field = await screen.findByLabelText('unlock.passphrase');
  await user.type(field, 'not these words at all here');
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await waitFor(() => expect(screen.getByText('engine.WRONG_PASSPHRASE')).toBeVisible(), { timeout: 20_000 });
  expect(field).toHaveFocus();
  await user.clear(field);
  await user.type(field, ` ${made.passphrase.toUpperCase()} `);
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await waitFor(() => expect(host.state().status).toBe('unlocked'), { timeout: 20_000 });
});

test('in a demo the kit comes from the server, and the key then lives on this device', async () => {
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(made.kit));
  const { user, host } = await start(true);
  expect(await screen.findByText('restore.demoTitle')).toBeVisible();
  await user.type(await screen.findByLabelText('unlock.passphrase'), made.passphrase);
  await user.click(screen.getByRole('button', { name: 'restore.open' }));
  await waitFor(() => expect(host.state().status).toBe('unlocked'), { timeout: 20_000 });
  await waitFor(async () => expect((await readVault(TEST_VIEWER.id))?.vault.fingerprint).toBe(made.fingerprint));
});
