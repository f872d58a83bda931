import { randomBytes } from './bytes.js';
import { createEngine } from './engine.js';
import { looksLikePasskeySlot } from './engine-vault-passkey-slot.js';
import type { UnlockedKey, Vault } from './types.js';

/** An authenticator as the page sees it: one output for each credential and salt. */
const PASSKEY = { credentialId: randomBytes(48), salt: randomBytes(32), secret: randomBytes(32) };
const output = (): Uint8Array => PASSKEY.secret.slice();

describe('a passkey that opens the vault', () => {
  const engine = createEngine();
  let passphrase: string;
  let unlocked: UnlockedKey;
  let plain: Vault;
  let vault: Vault;

  // Without Argon2id each opening by passphrase takes milliseconds; passkeys need none.
  const webAssembly = globalThis.WebAssembly;
  beforeAll(async () => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    passphrase = await engine.generatePassphrase({ words: 6 });
    unlocked = await engine.generateKey();
    plain = await engine.createVault({ key: unlocked.key, passphrase, kdf: 'iterated' });
    ({ vault } = await engine.addPasskey({ vault: plain, passphrase, ...PASSKEY, output: output() }));
  });

  afterAll(() => void Reflect.set(globalThis, 'WebAssembly', webAssembly));

  const requestFor = async (stored: Vault) =>
    (await engine.passkeyRequests({ vault: stored })).find(
      ({ credentialId }) => Buffer.compare(credentialId, PASSKEY.credentialId) === 0,
    );

  it('opens it beside the passphrase, and wipes what the authenticator gave', async () => {
    const request = await requestFor(vault);
    expect(request?.salt).toEqual(PASSKEY.salt);
    const given = output();
    const opened = await engine.openVaultByPasskey({ vault, slot: request?.slot ?? 0, output: given });
    expect(opened).toMatchObject({ fingerprint: unlocked.fingerprint, passkeys: [{ slot: request?.slot }] });
    expect(given.every((octet) => octet === 0)).toBe(true);
    expect(await engine.openVault({ vault, passphrase })).toMatchObject({ fingerprint: unlocked.fingerprint });
  });

  it('asks for two passkeys whether there are none, one or two, and the vault looks the same', async () => {
    for (const stored of [plain, vault]) {
      const requests = await engine.passkeyRequests({ vault: stored });
      expect(requests).toHaveLength(2);
      for (const { slot } of requests) {
        const bytes = Buffer.from(stored.slots[slot]?.message ?? '', 'base64');
        expect(looksLikePasskeySlot(bytes)).toBe(true);
        expect(bytes).toHaveLength(349);
      }
    }
    expect(JSON.stringify(vault)).toHaveLength(JSON.stringify(plain).length);
  });

  it('stays shut for another output, another place, and a slot that was changed', async () => {
    const slot = (await requestFor(vault))?.slot ?? 0;
    const attempts = [
      { vault, slot, output: randomBytes(32) },
      { vault, slot: slot === 4 ? 5 : 4, output: output() },
      { vault, slot: 0, output: output() },
      { vault, slot, output: new Uint8Array() },
    ];
    for (const attempt of attempts)
      await expect(engine.openVaultByPasskey(attempt)).rejects.toMatchObject({ code: 'PASSKEY_UNKNOWN' });
  });

  it('survives a change of passphrase, and needs the passphrase to be added', async () => {
    const newPassphrase = await engine.generatePassphrase();
    const changed = await engine.changePassphrase({ vault, passphrase, newPassphrase });
    const request = await requestFor(changed);
    expect(
      await engine.openVaultByPasskey({ vault: changed, slot: request?.slot ?? 0, output: output() }),
    ).toMatchObject({ fingerprint: unlocked.fingerprint });
    await expect(
      engine.addPasskey({ vault, passphrase: newPassphrase, ...PASSKEY, output: output() }),
    ).rejects.toThrow();
  });

  it('once removed opens nothing any more; a third one finds no place', async () => {
    const other = { credentialId: randomBytes(20), salt: randomBytes(32) };
    const two = await engine.addPasskey({ vault, passphrase, ...other, output: randomBytes(32) });
    expect(two.passkeys).toHaveLength(2);
    await expect(
      engine.addPasskey({ vault: two.vault, passphrase, ...other, output: randomBytes(32) }),
    ).rejects.toMatchObject({ code: 'PASSKEYS_FULL' });
    const slot = (await requestFor(vault))?.slot ?? 0;
    const one = await engine.removePasskeys({ vault: two.vault, passphrase, slot });
    expect(one.passkeys).toHaveLength(1);
    expect(await requestFor(one.vault)).toBeUndefined();
    await expect(engine.openVaultByPasskey({ vault: one.vault, slot, output: output() })).rejects.toMatchObject({
      code: 'PASSKEY_UNKNOWN',
    });
    expect((await engine.removePasskeys({ vault: two.vault, passphrase })).passkeys).toEqual([]);
  });
});
