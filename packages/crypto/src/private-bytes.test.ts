import { createCryptoClient } from './client.js';
import { randomBytes, toHex } from './bytes.js';
import { serveEngine } from './engine.js';
import { openpgp } from './openpgp-library.js';

/** Everything the worker hands to the page: strings as they are and as base64, bytes as bytes. */
function bytesIn(value: unknown): Buffer[] {
  if (value instanceof Uint8Array) return [Buffer.from(value)];
  if (typeof value === 'string') return [Buffer.from(value), Buffer.from(value, 'base64')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(bytesIn);
}

function watchedClient() {
  const toPage: Buffer[] = [];
  const { port1, port2 } = new MessageChannel();
  const post = port2.postMessage.bind(port2);
  const watched = (message: unknown, transfer: Transferable[]): void => {
    toPage.push(...bytesIn(message));
    post(message, transfer);
  };
  // Node's ports deliver events with `data`, which is all either side reads.
  serveEngine(Object.assign(port2, { postMessage: watched }));
  const client = createCryptoClient(port1);
  return {
    client,
    toPage,
    end: () => {
      client.close();
      port1.close();
      port2.close();
    },
  };
}

/** The secret scalars themselves, read from the kit by somebody who knows its words. */
async function secretsIn(armored: string, passphrase: string): Promise<Buffer[]> {
  const privateKey = await openpgp.decryptKey({
    privateKey: await openpgp.readPrivateKey({ armoredKey: armored }),
    passphrase,
  });
  const packets = [privateKey.keyPacket, ...privateKey.getSubkeys().map(({ keyPacket }) => keyPacket)];
  return packets.flatMap((packet) => {
    const parameters = (packet as unknown as { privateParams: Record<string, Uint8Array> }).privateParams; // untyped in the library
    return Object.values(parameters).map((value) => Buffer.from(value));
  });
}

test('no private byte crosses from the worker to the page, whatever is asked of it', async () => {
  // Without Argon2id this takes milliseconds; what crosses is the same.
  const webAssembly = globalThis.WebAssembly;
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  const { client, toPage, end } = watchedClient();
  const [vaultWords, kitWords] = [await client.generatePassphrase({ words: 6 }), await client.generatePassphrase()];
  const { key } = await client.generateKey();
  const vault = await client.createVault({ key, passphrase: vaultWords });
  const armored = await client.exportRecoveryKit({ key, passphrase: kitWords });
  const passkey = { credentialId: randomBytes(32), salt: randomBytes(32), output: randomBytes(32) };
  await client.addPasskey({ vault, passphrase: vaultWords, ...passkey });
  const opened = await client.openVault({ vault, passphrase: vaultWords });
  await client.describeKey({ key: opened.key });
  await client.changePassphrase({ vault, passphrase: vaultWords, newPassphrase: kitWords });
  await client.sealVaultCopy({ vault });
  await client.openKit({ armored, passphrase: kitWords });
  await client.signForPurpose({
    key,
    bytes: new TextEncoder().encode('{"ctx":"enrol.v1"}'),
    purpose: 'enrol.v1',
  });
  const secrets = await secretsIn(armored, kitWords);
  const crossed = Buffer.concat(toPage);
  expect(secrets.map(({ length }) => length)).toEqual([32, 32]);
  // The control: what crossed is really here, the public half and the handle among it.
  expect(crossed.includes(Buffer.from(opened.publicKey))).toBe(true);
  expect(crossed.includes(Buffer.from(opened.key))).toBe(true);
  for (const secret of secrets) {
    for (const form of [secret, Buffer.from(secret).reverse(), Buffer.from(toHex(secret))])
      expect(crossed.includes(form)).toBe(false);
  }
  await client.lockAll();
  await expect(client.describeKey({ key: opened.key })).rejects.toMatchObject({ code: 'KEY_LOCKED' });
  end();
  Reflect.set(globalThis, 'WebAssembly', webAssembly);
});
