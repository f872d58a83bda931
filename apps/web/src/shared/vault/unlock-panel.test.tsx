import 'fake-indexeddb/auto';

import type { MockLink } from '@apollo/client/testing';
import { createEngine } from '@sos/crypto/engine';
import { screen, waitFor, within } from '@testing-library/react';

import {
  countWrong,
  deleteKeyDatabase,
  readAttempts,
  readVault,
  replaceVault,
  saveVault,
  VaultChangedError,
} from '../../platform/keys/key-database.js';
import { useIsAskedToProve, useStepUp } from '../../platform/step-up.js';
import { createEnginePort } from '../../testing/engine-port.js';
import { createTestHost, renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { failOnWrite } from '../../testing/full-storage.js';
import { UnlockPanel } from './unlock-panel.js';
import { VaultCopyDocument } from './vault-copy.generated.js';
import { VaultKeyDocument } from './vault.generated.js';

/** Stands for the layout's dialog that asks who is there. */
function Asking() {
  const stepUp = useStepUp();
  return useIsAskedToProve(stepUp) ? <button onClick={() => stepUp.settle(true)}>proof</button> : null;
}
const element = (
  <>
    <UnlockPanel />
    <Asking />
  </>
);
const routes = [{ path: '/', element }];

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

function enrolled(custody = 'browser'): MockLink.MockedResponse {
  const myKey = {
    __typename: 'EnrolledKey' as const,
    fingerprint: made.fingerprint,
    bytes: '',
    inRoster: false,
    custody,
  };
  return { request: { query: VaultKeyDocument }, result: { data: { myKey } }, maxUsageCount: 10 };
}

function copy(keptAt: string | null): MockLink.MockedResponse {
  const vaultCopy = keptAt === null ? null : { __typename: 'VaultCopy' as const, keptAt };
  return { request: { query: VaultCopyDocument }, result: { data: { vaultCopy } }, maxUsageCount: 10 };
}

async function start(demo = false, mocks = [enrolled(), copy(null)]) {
  const host = createTestHost(createEnginePort);
  const rendered = await renderRoutes({ routes, at: '/', mocks, host, service: { demo } });
  return { ...rendered, host };
}

type Host = Awaited<ReturnType<typeof start>>['host'];

/** The form counts tries after it has spoken: until its button is back it takes no words, and a test must not end. */
async function refused(why: string, button = 'unlock.open'): Promise<void> {
  expect(await screen.findByText(why, {}, { timeout: 20_000 })).toBeVisible();
  await screen.findByRole('button', { name: button });
}

async function opened(host: Host): Promise<void> {
  await waitFor(() => expect(host.state().status).toBe('unlocked'), { timeout: 20_000 });
  await screen.findByRole('button', { name: 'unlock.open' });
}

test('the right words open the vault on this device, typed as people type them; wrong ones say so and can be corrected', async () => {
  await saveVault({ accountId: TEST_VIEWER.id, vault: made.vault });
  const { user, host } = await start();
  const field = await screen.findByLabelText('unlock.passphrase');
  await user.type(field, 'not these words at all here');
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await refused('engine.WRONG_PASSPHRASE');
  await waitFor(() => expect(field).toHaveFocus());
  await user.clear(field);
  await user.type(field, ` ${made.passphrase.toUpperCase()} `);
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await opened(host);
});

test('in a demo the kit comes from the server, and the key then lives on this device, whether or not anybody answers the browser', async () => {
  // Firefox asks the person whether we may keep things for good, and is silent until they answer.
  const persist = jest.fn(() => new Promise<boolean>(() => undefined));
  Object.defineProperty(navigator, 'storage', { configurable: true, value: { persist } });
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(made.kit));
  const { user, host } = await start(true);
  expect(await screen.findByText('restore.demoTitle')).toBeVisible();
  await user.type(await screen.findByLabelText('unlock.passphrase'), made.passphrase);
  await user.click(screen.getByRole('button', { name: 'restore.open' }));
  await opened(host);
  await waitFor(async () => expect((await readVault(TEST_VIEWER.id))?.vault.fingerprint).toBe(made.fingerprint));
  expect(persist).toHaveBeenCalled();
  Reflect.deleteProperty(navigator, 'storage');
});

test('a kit from elsewhere opens with its own words, and this device gets new ones', async () => {
  const { user, host } = await start();
  // jsdom's files cannot be read as text.
  const file = Object.assign(new File([made.kit], 'recovery-kit.asc'), { text: async () => made.kit });
  await user.upload(await screen.findByLabelText('restore.kit'), file);
  await user.type(await screen.findByLabelText('restore.words'), made.passphrase);
  await user.click(screen.getByRole('button', { name: 'restore.open' }));
  const list = await screen.findByRole('list', {}, { timeout: 20_000 });
  const words = within(list)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  expect(await readVault(TEST_VIEWER.id)).toBeUndefined();
  await user.click(screen.getByRole('button', { name: 'words.next' }));
  for (const field of screen.getAllByRole('textbox'))
    await user.type(field, words[Number(/\d+$/.exec(field.id)?.[0])] ?? '');
  await user.click(screen.getByRole('button', { name: 'restore.keep' }));
  await opened(host);
  const kept = await readVault(TEST_VIEWER.id);
  expect(kept?.vault.fingerprint).toBe(made.fingerprint);
});

test('the tenth wrong passphrase makes this browser wait, says whom to call, and deletes nothing', async () => {
  await saveVault({ accountId: TEST_VIEWER.id, vault: made.vault });
  for (let wrong = 0; wrong < 10; wrong += 1) await countWrong(TEST_VIEWER.id, Date.now());
  const { user, host } = await start();
  await user.type(await screen.findByLabelText('unlock.passphrase'), made.passphrase);
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  expect(await screen.findByText('unlock.wait')).toBeVisible();
  expect(screen.getByText('unlock.manyCall')).toBeVisible();
  expect(host.state().status).toBe('locked');
  expect((await readVault(TEST_VIEWER.id))?.vault).toEqual(made.vault);
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 31_000);
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await opened(host);
  await waitFor(async () => expect(await readAttempts(TEST_VIEWER.id)).toMatchObject({ wrong: 0 }));
});

test('words that another window changed meanwhile are dead here too', async () => {
  await saveVault({ accountId: TEST_VIEWER.id, vault: made.vault });
  const { user, host } = await start();
  const field = await screen.findByLabelText('unlock.passphrase');
  const engine = createEngine();
  const newPassphrase = await engine.generatePassphrase();
  const changed = await engine.changePassphrase({ vault: made.vault, passphrase: made.passphrase, newPassphrase });
  await replaceVault(TEST_VIEWER.id, made.vault, changed);
  await user.type(field, made.passphrase);
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await refused('engine.WRONG_PASSPHRASE');
  await expect(replaceVault(TEST_VIEWER.id, made.vault, made.vault)).rejects.toThrow(VaultChangedError);
  await user.clear(field);
  await user.type(field, newPassphrase);
  await user.click(screen.getByRole('button', { name: 'unlock.open' }));
  await opened(host);
});

test('a copy on the server needs nothing but words on a new device, and is fetched once for all of them', async () => {
  const sealed = await createEngine().sealVaultCopy({ vault: made.vault });
  const bytes = Buffer.concat([sealed.share, sealed.copy]);
  const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(bytes));
  const { user, host } = await start(false, [enrolled(), copy('2026-11-25T10:00:00.000Z')]);
  const field = await screen.findByLabelText('unlock.passphrase');
  await user.type(field, 'not these words');
  await user.click(screen.getByRole('button', { name: 'copy.bringOpen' }));
  await refused('engine.WRONG_PASSPHRASE', 'copy.bringOpen');
  await user.clear(field);
  await user.type(field, made.passphrase);
  await user.click(screen.getByRole('button', { name: 'copy.bringOpen' }));
  await opened(host);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect((await readVault(TEST_VIEWER.id))?.vault.fingerprint).toBe(made.fingerprint);
});

test('a server that refuses the copy is told in words, and one whose key is in their own tool is asked for none', async () => {
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(JSON.stringify({ code: 'RATE_LIMITED' }), { status: 429 }));
  const { user } = await start(false, [enrolled(), copy('2026-11-25T10:00:00.000Z')]);
  await user.type(await screen.findByLabelText('unlock.passphrase'), made.passphrase);
  await user.click(screen.getByRole('button', { name: 'copy.bringOpen' }));
  await refused('copy.problem.RATE_LIMITED', 'copy.bringOpen');
  await start(false, [enrolled('own_tool')]);
  expect(await screen.findByText('ownKey.unlock')).toBeVisible();
});

test('the copy comes once it is shown who asks, and a store that is full keeps nobody from their key', async () => {
  const sealed = await createEngine().sealVaultCopy({ vault: made.vault });
  const answers = [
    new Response(JSON.stringify({ code: 'STEP_UP_REQUIRED' }), { status: 403 }),
    new Response(Buffer.concat([sealed.share, sealed.copy])),
  ];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => answers.shift() ?? Response.error());
  const { user, host } = await start(false, [enrolled(), copy('2026-11-25T10:00:00.000Z')]);
  await user.type(await screen.findByLabelText('unlock.passphrase'), made.passphrase);
  const full = failOnWrite(1);
  await user.click(screen.getByRole('button', { name: 'copy.bringOpen' }));
  await user.click(await screen.findByRole('button', { name: 'proof' }));
  await waitFor(() => expect(host.state().status).toBe('unlocked'), { timeout: 20_000 });
  await screen.findByRole('button', { name: 'copy.bringOpen' });
  full.mockRestore();
  expect(await readVault(TEST_VIEWER.id)).toBeUndefined();
});
