import { randomBytes } from 'node:crypto';

import { openBackupReader, openBackupRecipient, type ByteStream } from './engine-backup.js';
import { createEngine } from './engine.js';
import { openGnupg } from './testing/gnupg.js';
import { NOW } from './testing/world.js';

function streamOf(pieces: readonly Uint8Array[]): ByteStream {
  const queue = pieces.map((piece) => Uint8Array.from(piece));
  return new ReadableStream({
    pull(controller) {
      const next = queue.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
}

async function collect(stream: ByteStream): Promise<Buffer> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  return Buffer.concat(pieces);
}

async function makeKey() {
  const engine = createEngine({ now: () => NOW });
  const passphrase = await engine.generatePassphrase();
  const { key, publicKey } = await engine.generateKey();
  return { passphrase, publicKey, kit: await engine.exportRecoveryKit({ key, passphrase }) };
}

describe('a backup as a stream', () => {
  const plain = Array.from({ length: 9 }, () => randomBytes(70_001));
  let operator: Awaited<ReturnType<typeof makeKey>>;
  let cipher: Buffer;

  beforeAll(async () => {
    operator = await makeKey();
    const recipient = await openBackupRecipient(operator.publicKey, NOW);
    if (!recipient.ok) throw new Error(recipient.reason);
    cipher = await collect(await recipient.encrypt(streamOf(plain)));
  });

  const read = async (bytes: Uint8Array, { kit, passphrase } = operator) =>
    collect(await (await openBackupReader(kit, passphrase)).decryptProvisionally(streamOf([bytes])));

  it('opens to what went in, by us and by GnuPG', async () => {
    expect((await read(cipher)).equals(Buffer.concat(plain))).toBe(true);
    const gnupg = openGnupg();
    try {
      const words = gnupg.file('words', `${operator.passphrase}\n`);
      gnupg.run(['--passphrase-file', words, '--import', gnupg.file('key.asc', operator.kit)]);
      const { status, stdout } = gnupg.run(['--passphrase-file', words, '--decrypt', gnupg.file('backup.pgp', cipher)]);
      expect({ status, same: stdout.equals(Buffer.concat(plain)) }).toEqual({ status: 0, same: true });
    } finally {
      gnupg.close();
    }
  }, 60_000);

  it('starts with one key packet and one SEIPDv1, whatever newer things the library could do', () => {
    // New-format tags 1 and 18; after the partial length of the second comes its version.
    expect(cipher[0]).toBe(0xc1);
    const second = 2 + (cipher[1] ?? 0);
    expect([cipher[second], cipher[second + 2]]).toEqual([0xd2, 1]);
  });

  it('fails at its end when a bit was changed, the end is cut off, or something is added', async () => {
    const changed = Uint8Array.from(cipher);
    changed[cipher.length >> 1] = (changed[cipher.length >> 1] ?? 0) ^ 1;
    for (const bad of [changed, cipher.subarray(0, -40), cipher.subarray(0, cipher.length >> 1)])
      await expect(read(bad)).rejects.toThrow();
  });

  it('does not open under another key, and needs a public key by the rules of the house', async () => {
    await expect(read(cipher, await makeKey())).rejects.toMatchObject({ name: 'BackupUnreadable' });
    await expect(openBackupReader(operator.kit, 'wrong words')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
    expect(await openBackupRecipient(operator.kit, NOW)).toEqual({ ok: false, reason: 'private_key' });
    expect(await openBackupRecipient(operator.publicKey, new Date('2036-01-01'))).toEqual({
      ok: false,
      reason: 'expired',
    });
  });
});
