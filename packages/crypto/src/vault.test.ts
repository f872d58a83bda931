import { createEngine } from './engine.js';
import { decoySlot, looksLikeSlot, SLOT_KINDS } from './engine-vault-slot.js';
import { fromBase64 } from './bytes.js';
import { EFF_LARGE_WORDLIST } from './eff-large-wordlist.js';
import { generatePassphrase, isGeneratedPassphrase, normalisePassphrase } from './passphrase.js';
import type { StoredVault, UnlockedKey, Vault } from './types.js';

describe('the vault', () => {
  const engine = createEngine();
  let passphrase: string;
  let unlocked: UnlockedKey;
  let vault: Vault;

  beforeAll(async () => {
    passphrase = await engine.generatePassphrase({ words: 6 });
    unlocked = await engine.generateKey();
    vault = await engine.createVault({ key: unlocked.key, passphrase, kdf: 'argon2id' });
  });

  it('opens with its passphrase, as people type it, and gives the very same key', async () => {
    const again = await engine.openVault({
      vault,
      passphrase: `  ${passphrase.toUpperCase().replaceAll(' ', '  ')}\n`,
    });
    expect(again).toMatchObject({
      fingerprint: unlocked.fingerprint,
      keySha256: unlocked.keySha256,
      publicKey: unlocked.publicKey,
    });
    expect(again.key).not.toBe(unlocked.key);
  });

  it('stays shut for another passphrase', async () => {
    await expect(engine.openVault({ vault, passphrase: await engine.generatePassphrase() })).rejects.toMatchObject({
      code: 'WRONG_PASSPHRASE',
    });
  });

  it('has six filled slots that cannot be told apart', () => {
    expect(vault.slots.map(({ kdf }) => kdf)).toEqual(SLOT_KINDS);
    for (const { kdf, message } of vault.slots) {
      expect(looksLikeSlot(kdf, fromBase64(message) ?? new Uint8Array())).toBe(true);
      expect(looksLikeSlot(kdf, decoySlot(kdf))).toBe(true);
    }
    expect(new Set(vault.slots.map(({ message }) => message)).size).toBe(6);
  });

  it('changes its passphrase: the old one is dead, and nothing tells which slot was real', async () => {
    const newPassphrase = await engine.generatePassphrase();
    const changed = await engine.changePassphrase({ vault, passphrase, newPassphrase });
    expect(await engine.openVault({ vault: changed, passphrase: newPassphrase })).toMatchObject({
      fingerprint: unlocked.fingerprint,
    });
    await expect(engine.openVault({ vault: changed, passphrase })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
    const before = new Set(vault.slots.map(({ message }) => message));
    const kept = changed.slots.filter(({ message }) => before.has(message));
    expect(kept.map(({ kdf }) => kdf)).toEqual(['prf', 'prf']);
  });

  it('takes words of one’s own only above 10^14 guesses, and only behind Argon2id', async () => {
    const strong = 'siete faroles rotos bajo la lluvia de Managua';
    for (const own of [
      'correct horse battery staple',
      'Passw0rd!',
      'mi perro se llama rocky',
      'abacus '.repeat(6),
      '',
    ]) {
      await expect(engine.createVault({ key: unlocked.key, passphrase: own })).rejects.toMatchObject({
        code: 'PASSPHRASE_TOO_WEAK',
      });
    }
    await expect(engine.createVault({ key: unlocked.key, passphrase: strong, kdf: 'iterated' })).rejects.toMatchObject({
      code: 'PASSPHRASE_NOT_GENERATED',
    });
    const own = await engine.createVault({ key: unlocked.key, passphrase: strong });
    expect(await engine.openVault({ vault: own, passphrase: ` ${strong.toUpperCase()}` })).toMatchObject({
      fingerprint: unlocked.fingerprint,
    });
  });

  it('judges by guesses, not by rules, and not by blanks between common words', async () => {
    const seconds = async (passphrase: string): Promise<number> =>
      (await engine.judgePassphrase({ passphrase })).seconds;
    expect(await seconds('Passw0rd!')).toBeLessThan(1);
    expect(await seconds('correct horse battery staple')).toBe(await seconds('correct  HORSE battery-staple'));
    expect(await seconds('siete faroles rotos bajo la lluvia de Managua')).toBeGreaterThan(1e9);
    expect(await engine.judgePassphrase({ passphrase })).toMatchObject({ isEnough: true });
    expect((await engine.judgePassphrase({ passphrase: 'x'.repeat(100_000) })).isEnough).toBe(false);
  });

  it('of the first version opens as it is, and gets places for passkeys', async () => {
    const old = { ...vault, version: 1 as const, slots: vault.slots.slice(0, 4) } as StoredVault; // as version 1 wrote it
    expect(await engine.openVault({ vault: old, passphrase })).toMatchObject({ fingerprint: unlocked.fingerprint });
    const upgraded = await engine.upgradeVault({ vault: old });
    expect(upgraded.version).toBe(2);
    expect(upgraded.slots.map(({ kdf }) => kdf)).toEqual(SLOT_KINDS);
    expect(await engine.openVault({ vault: upgraded, passphrase })).toMatchObject({ passkeys: [] });
    const mixed = { ...vault, version: 1 } as unknown as StoredVault; // a version that does not fit its slots
    await expect(engine.upgradeVault({ vault: mixed })).rejects.toMatchObject({ code: 'VAULT_DAMAGED' });
  });

  it('refuses a vault whose slots ask for other costs, or whose content was changed', async () => {
    const [first, ...rest] = vault.slots;
    const cheap = Buffer.from(first?.message ?? '', 'base64');
    cheap[26] = 10; // a sixty-fourth of the memory
    const planted = { ...vault, slots: first ? [{ ...first, message: cheap.toString('base64') }, ...rest] : [] };
    await expect(engine.openVault({ vault: planted, passphrase })).rejects.toMatchObject({ code: 'VAULT_DAMAGED' });
    const sealed = Buffer.from(vault.sealed, 'base64');
    sealed[500] = (sealed[500] ?? 0) ^ 1;
    await expect(
      engine.openVault({ vault: { ...vault, sealed: sealed.toString('base64') }, passphrase }),
    ).rejects.toMatchObject({ code: 'VAULT_DAMAGED' });
  });

  it('works without WebAssembly through an iterated slot, and says when that is what is missing', async () => {
    const webAssembly = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly');
    Object.defineProperty(globalThis, 'WebAssembly', { value: undefined, configurable: true, writable: true });
    try {
      expect(await engine.capabilities()).toEqual({ argon2id: false });
      const plain = await engine.createVault({ key: unlocked.key, passphrase });
      expect(await engine.openVault({ vault: plain, passphrase })).toMatchObject({ fingerprint: unlocked.fingerprint });
      await expect(engine.openVault({ vault, passphrase })).rejects.toMatchObject({ code: 'KDF_UNAVAILABLE' });
      await expect(engine.createVault({ key: unlocked.key, passphrase, kdf: 'argon2id' })).rejects.toMatchObject({
        code: 'KDF_UNAVAILABLE',
      });
    } finally {
      if (webAssembly) Object.defineProperty(globalThis, 'WebAssembly', webAssembly);
    }
  });

  it('comes back from the recovery kit', async () => {
    const kitPassphrase = await engine.generatePassphrase();
    const armored = await engine.exportRecoveryKit({ key: unlocked.key, passphrase: kitPassphrase });
    expect(armored).toMatch(/^-----BEGIN PGP PRIVATE KEY BLOCK-----/);
    expect(armored).not.toMatch(/^(Version|Comment):/m);
    const restored = await engine.restoreFromKit({
      armored,
      kitPassphrase,
      vaultPassphrase: passphrase,
      kdf: 'iterated',
    });
    expect(restored).toMatchObject({ fingerprint: unlocked.fingerprint, keySha256: unlocked.keySha256 });
    expect(await engine.openVault({ vault: restored.vault, passphrase })).toMatchObject({
      fingerprint: unlocked.fingerprint,
    });
    await expect(
      engine.restoreFromKit({ armored, kitPassphrase: passphrase, vaultPassphrase: passphrase }),
    ).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
    await expect(
      engine.restoreFromKit({ armored: armored.slice(200), kitPassphrase, vaultPassphrase: passphrase }),
    ).rejects.toMatchObject({ code: 'KIT_DAMAGED' });
  });

  it('opens for reading when the key has run out, and then signs nothing', async () => {
    let now = new Date();
    const later = createEngine({ now: () => now });
    const own = await later.generateKey();
    const kept = await later.createVault({ key: own.key, passphrase, kdf: 'iterated' });
    const message = await later.sealDraft({ publicKey: own.publicKey, bytes: Uint8Array.of(1, 2, 3) });
    now = new Date(Date.parse(own.expiresAt) + 86_400_000);
    const again = await later.openVault({ vault: kept, passphrase });
    expect(Array.from(await later.openDraft({ key: again.key, message }))).toEqual([1, 2, 3]);
    await expect(later.sealDraft({ publicKey: own.publicKey, bytes: new Uint8Array() })).rejects.toMatchObject({
      code: 'KEY_REFUSED',
    });
    const bytes = new TextEncoder().encode('{"ctx":"enrol.v1"}');
    await expect(later.signForPurpose({ key: again.key, bytes, purpose: 'enrol.v1' })).rejects.toThrow();
  });

  it('keeps drafts that only the vault opens, and forgets everything at once', async () => {
    const text = new TextEncoder().encode('Borrador: anoche siguieron a mi hermana.');
    const message = await engine.sealDraft({ publicKey: unlocked.publicKey, bytes: text });
    expect(Buffer.from(await engine.openDraft({ key: unlocked.key, message })).toString()).toBe(
      Buffer.from(text).toString(),
    );
    const other = await engine.generateKey();
    await expect(engine.openDraft({ key: other.key, message })).rejects.toMatchObject({ code: 'DRAFT_UNREADABLE' });
    await engine.lockAll();
    await expect(engine.openDraft({ key: unlocked.key, message })).rejects.toMatchObject({ code: 'KEY_LOCKED' });
  });
});

describe('passphrases', () => {
  it('come from 7,776 different words', () => {
    expect(new Set(EFF_LARGE_WORDLIST).size).toBe(7776);
    expect(EFF_LARGE_WORDLIST).toHaveLength(7776);
  });

  it('are forgiving in how they are typed, not in what they are', () => {
    expect(normalisePassphrase(' Abacus\tabdomen ')).toBe('abacus abdomen');
    expect(isGeneratedPassphrase('abacus abdomen ability able yo-yo zoom')).toBe(true);
    expect(isGeneratedPassphrase('abacus abdomen ability able yo-yo')).toBe(false);
    expect(isGeneratedPassphrase('abacus abdomen ability able yo-yo hunter2')).toBe(false);
  });

  it('of a kit have seven words: 90 bits', async () => {
    expect(7 * Math.log2(EFF_LARGE_WORDLIST.length)).toBeGreaterThan(90);
    expect(generatePassphrase().split(' ')).toHaveLength(7);
    const engine = createEngine();
    const { key } = await engine.generateKey();
    await expect(
      engine.exportRecoveryKit({ key, passphrase: await engine.generatePassphrase({ words: 6 }) }),
    ).rejects.toMatchObject({ code: 'PASSPHRASE_NOT_GENERATED' });
  });
});
