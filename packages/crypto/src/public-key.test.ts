import { createEngine } from './engine.js';
import { inspectPublicKey } from './inspect.js';
import { openpgp } from './openpgp-library.js';
import { foreignKey } from './testing/keys.js';
import { NOW } from './testing/world.js';

const engine = createEngine({ now: () => NOW });

async function reasonFor(key: Uint8Array | string): Promise<string> {
  const checked = await engine.checkPublicKey({ key });
  return checked.ok ? 'accepted' : checked.reason;
}

describe('public keys', () => {
  it.each(['ed25519', 'p256', 'p384', 'rsa3072'] as const)(
    'accepts %s, raw or armored, and keeps the raw bytes',
    async (kind) => {
      const { publicKey, privateKey } = await foreignKey(kind);
      const checked = await engine.checkPublicKey({ key: publicKey });
      expect(checked).toMatchObject({ ok: true, publicKey, fingerprint: privateKey.getFingerprint() });
      expect(await engine.checkPublicKey({ key: privateKey.toPublic().armor() })).toEqual(checked);
    },
  );

  it('accepts what it makes itself: a pseudonym, three years, one encryption subkey', async () => {
    const own = await engine.generateKey();
    const parsed = await openpgp.readKey({ binaryKey: own.publicKey });
    expect(parsed.getUserIDs().join()).toMatch(/^sos-[0-9a-f]{8}$/);
    expect(Date.parse(own.expiresAt) - NOW.getTime()).toBeGreaterThan(1094 * 86_400_000);
    expect(inspectPublicKey(own.publicKey, NOW)).toMatchObject({
      ok: true,
      keySha256: own.keySha256,
      encryptionSubkeyIds: [own.encryptionSubkeyId],
    });
  });

  it.each([
    ['no_expiry', { type: 'ecc', curve: 'curve25519Legacy' }, { keyExpirationTime: 0 }],
    ['algorithm', { type: 'curve25519' }, {}],
    ['rsa_too_short', { type: 'rsa', rsaBits: 2048 }, { config: { minRSABits: 2047 } }],
    ['no_encryption_subkey', { type: 'ecc', curve: 'curve25519Legacy' }, { subkeys: [] }],
    ['several_encryption_subkeys', { type: 'ecc', curve: 'curve25519Legacy' }, { subkeys: [{}, {}] }],
    ['not_yet_valid', { type: 'ecc', curve: 'curve25519Legacy' }, { date: new Date(NOW.getTime() + 86_400_000) }],
    ['expired', { type: 'ecc', curve: 'curve25519Legacy' }, { keyExpirationTime: 60 }],
    ['key_version', { type: 'curve25519' }, { config: { v6Keys: true } }],
  ] as const)('refuses with the reason %s (%o)', async (reason, kind, change) => {
    const { publicKey } = await foreignKey(kind, change as Partial<openpgp.KeyOptions>);
    expect(await reasonFor(publicKey)).toBe(reason);
  });

  it('refuses a private key, two keys, a revoked key, a stripped key, and what is no key', async () => {
    const { privateKey, publicKey } = await foreignKey('ed25519');
    expect(await reasonFor(privateKey.write())).toBe('private_key');
    expect(await reasonFor(privateKey.armor())).toBe('private_key');
    expect(await reasonFor(Buffer.concat([publicKey, publicKey]))).toBe('several_keys');
    const revoked = await openpgp.revokeKey({ key: privateKey, date: NOW, format: 'object' });
    expect(await reasonFor(revoked.publicKey.write())).toBe('revoked');
    expect(await reasonFor(publicKey.subarray(0, 60))).toBe('not_a_key');
    expect(await reasonFor('hello')).toBe('not_a_key');
    expect(await reasonFor(new Uint8Array(40_000))).toBe('too_large');
    expect(await reasonFor(new Uint8Array())).toBe('not_a_key');
  });

  it('refuses somebody else’s subkey bound to a key', async () => {
    const [one, other] = [await foreignKey('ed25519'), await foreignKey('ed25519')];
    const packets = one.privateKey.toPublic().toPacketList();
    const foreign = other.privateKey.toPublic().toPacketList();
    const mixed = Buffer.concat(
      [...packets.slice(0, 3), ...foreign.slice(3)].map((packet) => {
        const list = new openpgp.PacketList();
        list.push(packet);
        return list.write();
      }),
    );
    expect(await reasonFor(mixed)).toBe('no_encryption_subkey');
  });
});
