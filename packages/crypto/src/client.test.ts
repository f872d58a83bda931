import { MessageChannel } from 'node:worker_threads';
import { createCryptoClient, type CryptoPort } from './client.js';
import { createEngine, serveEngine } from './engine.js';
import { CRYPTO_METHODS } from './rpc.js';

/** Node's port and the browser's differ in their types, not in what is used of them. */
function asPort(port: unknown): CryptoPort {
  return port as CryptoPort;
}

describe('the client of the worker', () => {
  const { port1, port2 } = new MessageChannel();
  serveEngine(asPort(port2));
  const client = createCryptoClient(asPort(port1));

  afterAll(() => {
    port1.close();
  });

  it('reaches every method of the engine', () => {
    expect([...CRYPTO_METHODS].toSorted()).toEqual(Object.keys(createEngine()).toSorted());
  });

  it('works on the other side of a channel, keys by handle only', async () => {
    const unlocked = await client.generateKey();
    expect(unlocked.publicKey).toBeInstanceOf(Uint8Array);
    const bytes = new TextEncoder().encode('{"ctx":"enrol.v1"}');
    const signature = await client.signForPurpose({ key: unlocked.key, bytes, purpose: 'enrol.v1' });
    expect(
      await client.verifyForPurpose({ bytes, signature, publicKey: unlocked.publicKey, purpose: 'enrol.v1' }),
    ).toBe('good');
    expect(bytes).toHaveLength(18);
  });

  it('brings errors across as codes', async () => {
    const { key } = await client.generateKey();
    await client.lockAll();
    await expect(client.describeKey({ key })).rejects.toMatchObject({
      name: 'CryptoError',
      code: 'KEY_LOCKED',
      message: 'KEY_LOCKED',
    });
    const notText = { vault: undefined, passphrase: 'x' } as unknown as Parameters<typeof client.openVault>[0];
    await expect(client.openVault(notText)).rejects.toMatchObject({ code: 'VAULT_DAMAGED' });
  });

  it('answers nothing that is not in the list', async () => {
    const reply = new Promise((resolve) => port1.once('message', resolve));
    port1.postMessage({ id: -1, method: 'constructor', argument: {} });
    expect(await reply).toEqual({ id: -1, ok: false, code: 'INTERNAL' });
  });

  it('rejects what is under way when it is closed', async () => {
    const pending = client.generateKey();
    client.close();
    await expect(pending).rejects.toMatchObject({ code: 'WORKER_GONE' });
    await expect(client.generateKey()).rejects.toMatchObject({ code: 'WORKER_GONE' });
  });
});
