import { copyBytes, randomBytes, type Bytes } from './bytes.js';
import { createEngine } from './engine.js';
import { encryptPackets, newSessionKey, openLiteral } from './engine-literal.js';
import { joinMessage } from './framing.js';
import { openpgp } from './openpgp-library.js';
import { foreignKey } from './testing/keys.js';
import { NOW } from './testing/world.js';

const engine = createEngine({ now: () => NOW });
interface Compressing {
  compress(algorithm: number): openpgp.Message<Uint8Array>;
}

const TEBIBYTE = 30; // 2^30 KiB

/** Every S2K specifier of Argon2 in these packets asks for a tebibyte instead. */
function greedy(packets: Uint8Array): Buffer {
  const bytes = Buffer.from(packets);
  for (let at = bytes.length - 20; at >= 0; at -= 1) {
    const isSpecifier = bytes[at] === 4 && bytes.subarray(at + 17, at + 20).equals(Buffer.from([1, 1, 10]));
    if (isSpecifier) bytes[at + 19] = TEBIBYTE;
  }
  return bytes;
}

describe('what is made to exhaust this device', () => {
  it('a kit that asks for a tebibyte of memory is a damaged kit, and nothing is allocated for it', async () => {
    const { privateKey } = await foreignKey('ed25519');
    const locked = await openpgp.encryptKey({
      privateKey,
      passphrase: 'x',
      config: {
        aeadProtect: true,
        s2kType: openpgp.enums.s2k.argon2,
        s2kArgon2Params: { passes: 1, parallelism: 1, memoryExponent: 10 },
      },
    });
    const armor = (bytes: Uint8Array): string => openpgp.armor(openpgp.enums.armor.privateKey, copyBytes(bytes));
    // The control: as it was, it opens.
    expect(await engine.openKit({ armored: armor(locked.write()), passphrase: 'x' })).toMatchObject({
      fingerprint: privateKey.getFingerprint(),
    });
    const hostile = greedy(locked.write());
    expect(hostile.equals(Buffer.from(locked.write()))).toBe(false);
    const before = process.memoryUsage().rss;
    await expect(engine.openKit({ armored: armor(hostile), passphrase: 'x' })).rejects.toMatchObject({
      code: 'KIT_DAMAGED',
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  it('a small message that swells to more than 32 MiB opens to nothing', async () => {
    const sessionKey = newSessionKey();
    const squeezed = async (size: number): Promise<Bytes> => {
      const message = await openpgp.createMessage({ binary: new Uint8Array(size), date: NOW });
      const { compress } = message as unknown as Compressing; // not in the library's types
      return encryptPackets(compress.call(message, openpgp.enums.compression.zlib), sessionKey, NOW);
    };
    // The control: the same kind of message opens while it stays small.
    expect(await openLiteral(await squeezed(1024), sessionKey, NOW)).toHaveLength(1024);
    const bomb = await squeezed(40 * 1024 * 1024);
    expect(bomb.length).toBeLessThan(200_000);
    await expect(openLiteral(bomb, sessionKey, NOW)).rejects.toThrow(/[Mm]aximum decompressed/);
  });

  it('a key of thousands of packets, a long kit, and noise are refused at once', async () => {
    const { publicKey } = await foreignKey('ed25519');
    const many = joinMessage(
      Array.from({ length: 400 }, () => publicKey.subarray(0, 100)),
      publicKey,
    );
    expect(await engine.checkPublicKey({ key: many })).toMatchObject({ ok: false });
    expect(await engine.checkPublicKey({ key: randomBytes(16_000) })).toMatchObject({ ok: false });
    await expect(engine.openKit({ armored: 'x'.repeat(70_000), passphrase: 'x' })).rejects.toMatchObject({
      code: 'KIT_DAMAGED',
    });
  });
});

describe('keys that were tampered with on the way', () => {
  it('a stripped revocation is another key by its hash, and a key with a subkey added has two', async () => {
    const { privateKey, publicKey } = await foreignKey('ed25519');
    const revoked = await openpgp.revokeKey({ key: privateKey, date: NOW, format: 'object' });
    expect(await engine.checkPublicKey({ key: revoked.publicKey.write() })).toEqual({ ok: false, reason: 'revoked' });
    const stripped = await engine.checkPublicKey({ key: publicKey });
    // By itself it cannot be told; a roster names the hash of the bytes it means, and these are others.
    expect(stripped).toMatchObject({ ok: true });
    expect(Buffer.from(revoked.publicKey.write()).equals(Buffer.from(publicKey))).toBe(false);
    const added = await privateKey.addSubkey({ sign: false, date: new Date(NOW.getTime() - 60_000) });
    expect(await engine.checkPublicKey({ key: added.toPublic().write() })).toEqual({
      ok: false,
      reason: 'several_encryption_subkeys',
    });
  });
});
