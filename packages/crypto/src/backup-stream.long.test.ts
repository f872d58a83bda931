import { openBackupReader, openBackupRecipient, type ByteStream } from './engine-backup.js';
import { createEngine } from './engine.js';

const MIB = 1024 * 1024;
/** In MiB: what a network's files come to after years, and far more than may be held. */
const SIZE = 1024;
const MOST_HELD = 512;

function zeros(): ByteStream {
  let given = 0;
  return new ReadableStream(
    {
      pull(controller) {
        given += 1;
        if (given <= SIZE) controller.enqueue(new Uint8Array(MIB));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

test(
  'a backup of a gigabyte goes through encryption and decryption without being held',
  async () => {
    const engine = createEngine();
    const passphrase = await engine.generatePassphrase();
    const { key, publicKey } = await engine.generateKey();
    const recipient = await openBackupRecipient(publicKey, new Date());
    if (!recipient.ok) throw new Error(recipient.reason);
    const reader = await openBackupReader(await engine.exportRecoveryKit({ key, passphrase }), passphrase);
    const before = process.memoryUsage().rss;
    const plain = (await reader.decryptProvisionally(await recipient.encrypt(zeros()))).getReader();
    let [bytes, most] = [0, 0];
    for (let next = await plain.read(); !next.done; next = await plain.read()) {
      bytes += next.value.length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(bytes).toBe(SIZE * MIB);
    expect(most / MIB).toBeLessThan(MOST_HELD);
  },
  20 * 60_000,
);
