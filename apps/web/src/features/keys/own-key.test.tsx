import 'fake-indexeddb/auto';

import type { MockLink } from '@apollo/client/testing';
import type { KeyHandle } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { screen } from '@testing-library/react';

import { toBase64 } from '../../platform/keys/base64.js';
import { deleteKeyDatabase } from '../../platform/keys/key-database.js';
import { VaultKeyDocument } from '../../shared/vault/vault.generated.js';
import { findAccessibilityFaults } from '../../testing/axe.js';
import { createEnginePort } from '../../testing/engine-port.js';
import { createTestHost, renderRoutes } from '../../testing/render-routes.js';
import { appRoutes } from './keys.app-routes.js';
import { StartKeyProofDocument } from './own-key.generated.js';

const engine = createEngine();
const routes = [{ path: '/app', children: appRoutes }];
const noKey: MockLink.MockedResponse = {
  request: { query: VaultKeyDocument },
  result: { data: { myKey: null } },
  maxUsageCount: 10,
};
const STATEMENT = new TextEncoder().encode('{"ctx":"enrol.v1"}');
const asked: MockLink.MockedResponse = {
  request: { query: StartKeyProofDocument, variables: () => true },
  result: { data: { startKeyProof: { __typename: 'KeyProofRequest', statement: toBase64(STATEMENT), seal: 'AAAA' } } },
};

/** What somebody chose as a file; jsdom's files do not give their bytes. */
function keyFile(bytes: Uint8Array): File {
  return Object.assign(new File([Uint8Array.from(bytes)], 'key.pgp'), {
    arrayBuffer: async () => Uint8Array.from(bytes).buffer,
  });
}

async function start() {
  const host = createTestHost(createEnginePort);
  const { user } = await renderRoutes({ routes, at: '/app/vault/own-key', mocks: [noKey, asked], host });
  await screen.findByText('ownKey.cost');
  return user;
}

beforeEach(() => deleteKeyDatabase());

test('what is no lawful key is refused with its reason, a private key before all', async () => {
  const passphrase = await engine.generatePassphrase();
  const { key, publicKey } = await engine.generateKey();
  const user = await start();
  await user.click(screen.getByRole('button', { name: 'ownKey.check' }));
  expect(await screen.findByText('keyRefusal.not_a_key')).toBeVisible();
  await user.click(screen.getByLabelText('ownKey.paste'));
  await user.paste(await engine.exportRecoveryKit({ key, passphrase }));
  await user.click(screen.getByRole('button', { name: 'ownKey.check' }));
  expect(await screen.findByText('keyRefusal.private_key')).toBeVisible();
  await user.upload(screen.getByLabelText('ownKey.file'), keyFile(Uint8Array.of(...publicKey, ...publicKey)));
  expect(await screen.findByText('keyRefusal.several_keys')).toBeVisible();
  await user.upload(screen.getByLabelText('ownKey.file'), keyFile(new Uint8Array(70_000)));
  expect(await screen.findByText('keyRefusal.too_large')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('the bytes and the command are shown; a signature for something else, or by another key, goes no further', async () => {
  const [mine, other] = [await engine.generateKey(), await engine.generateKey()];
  const user = await start();
  await user.upload(screen.getByLabelText('ownKey.file'), keyFile(mine.publicKey));
  expect(await screen.findByText('{"ctx":"enrol.v1"}')).toBeVisible();
  expect(screen.getByLabelText('ownKey.command')).toHaveValue(
    `gpg --armor --local-user ${mine.fingerprint} --sig-notation '!context@sos.example=enrol.v1' ` +
      '--output sos-enrol.json.asc --detach-sign sos-enrol.json',
  );
  async function give(signature: string): Promise<void> {
    const field = screen.getByLabelText('ownKey.signature');
    await user.clear(field);
    await user.click(field);
    await user.paste(signature);
    await user.click(screen.getByRole('button', { name: 'ownKey.verify' }));
  }
  const sign = (key: KeyHandle, purpose: 'enrol.v1' | 'suspend.v1') =>
    engine.signForPurpose({ key, bytes: new TextEncoder().encode(`{"ctx":"${purpose}"}`), purpose });
  await give('hello');
  expect(await screen.findByText('ownKey.verdict.bad')).toBeVisible();
  await give(await sign(other.key, 'enrol.v1'));
  expect(await screen.findByText('ownKey.verdict.unknown_signer')).toBeVisible();
  await give(await sign(mine.key, 'enrol.v1'));
  await user.type(await screen.findByLabelText('ownKey.canaryWords'), 'not these four words');
  await user.click(screen.getByRole('button', { name: 'ownKey.canaryNext' }));
  expect(await screen.findByText('ownKey.canaryWrong')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});
