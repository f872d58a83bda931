import { VAULT_COPY_BYTES, VAULT_SHARE_BYTES } from '@sos/domain';
import { randomBytes } from './bytes.js';
import { createEngine } from './engine.js';
import type { SealedVaultCopy, Vault } from './types.js';

describe('a member’s copy for the server', () => {
  const engine = createEngine();
  let passphrase: string;
  let fingerprint: string;
  let vault: Vault;
  let sealed: SealedVaultCopy;

  beforeAll(async () => {
    passphrase = await engine.generatePassphrase({ words: 6 });
    const unlocked = await engine.generateKey();
    fingerprint = unlocked.fingerprint;
    vault = await engine.createVault({ key: unlocked.key, passphrase, kdf: 'iterated' });
    sealed = await engine.sealVaultCopy({ vault });
  });

  it('gives the vault back with its share, and the passphrase opens that', async () => {
    const again = await createEngine().openVaultCopy(sealed);
    expect(again.slots.filter(({ kdf }) => kdf !== 'prf')).toEqual(vault.slots.filter(({ kdf }) => kdf !== 'prf'));
    expect(again.slots.slice(4)).not.toEqual(vault.slots.slice(4));
    expect(await engine.openVault({ vault: again, passphrase })).toMatchObject({ fingerprint });
  });

  it('is nothing to try a passphrase on: without the share there is no slot in it, and the passphrase is no share', async () => {
    const copy = Buffer.from(sealed.copy);
    for (const { message } of vault.slots) {
      const slot = Buffer.from(message, 'base64');
      expect(copy.includes(slot.subarray(10, 26))).toBe(false);
      expect(copy.includes(Buffer.from(message).subarray(12, 32))).toBe(false);
    }
    expect(copy.includes(Buffer.from(fingerprint))).toBe(false);
    expect(copy.includes(Buffer.from(sealed.share))).toBe(false);
    const words = new Uint8Array(32);
    new TextEncoder().encodeInto(passphrase, words);
    for (const share of [words, new Uint8Array(32), randomBytes(32), sealed.copy.slice(1, 33), new Uint8Array()])
      await expect(engine.openVaultCopy({ copy: sealed.copy, share })).rejects.toMatchObject({ code: 'VAULT_DAMAGED' });
  });

  it('has one size, and a share of its own each time; an older share opens no newer copy', async () => {
    const again = await engine.sealVaultCopy({ vault });
    expect([sealed.copy.length, again.copy.length]).toEqual([VAULT_COPY_BYTES, VAULT_COPY_BYTES]);
    expect(again.share).toHaveLength(VAULT_SHARE_BYTES);
    expect(again.share).not.toEqual(sealed.share);
    await expect(engine.openVaultCopy({ copy: again.copy, share: sealed.share })).rejects.toMatchObject({
      code: 'VAULT_DAMAGED',
    });
  });

  it('is refused when it was changed or cut', async () => {
    const changed = sealed.copy.slice();
    changed[40_000] = (changed[40_000] ?? 0) ^ 1;
    for (const copy of [changed, sealed.copy.slice(1), new Uint8Array()])
      await expect(engine.openVaultCopy({ copy, share: sealed.share })).rejects.toMatchObject({
        code: 'VAULT_DAMAGED',
      });
  });
});
