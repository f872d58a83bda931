import { fromBase64, randomBelow, toBase64, type Bytes } from './bytes.js';
import type { HeldKey } from './engine-key-ring.js';
import { newSessionKey } from './engine-literal.js';
import { requireStrong } from './engine-passphrase.js';
import { parseVault } from './engine-vault-format.js';
import { openPayload, sealPayload, type OpenedPayload } from './engine-vault-payload.js';
import { decoySlot, hasArgon2, openSlot, sealSlot, SLOT_KINDS } from './engine-vault-slot.js';
import { CryptoError } from './errors.js';
import { normalisePassphrase } from './passphrase.js';
import type { StoredVault, Vault, VaultKdf } from './types.js';

type Slot = Vault['slots'][number];

function chooseKdf(asked: VaultKdf | undefined): VaultKdf {
  const kdf = asked ?? (hasArgon2() ? 'argon2id' : 'iterated');
  if (kdf === 'argon2id' && !hasArgon2()) throw new CryptoError('KDF_UNAVAILABLE');
  return kdf;
}

/** One real slot among decoys, in one of its kind's places. */
async function passphraseSlots(kdf: VaultKdf, vaultKey: Bytes, passphrase: string, date: Date): Promise<Slot[]> {
  const kinds = SLOT_KINDS.filter((kind) => kind !== 'prf');
  const mine = kinds.indexOf(kdf) + randomBelow(kinds.filter((kind) => kind === kdf).length);
  return Promise.all(
    kinds.map(async (kind, index) => {
      const message = index === mine ? await sealSlot(kind, vaultKey, passphrase, date) : decoySlot(kind);
      return { kdf: kind, message: toBase64(message) };
    }),
  );
}

export async function createVault(
  held: HeldKey,
  request: { readonly passphrase: string; readonly kdf?: VaultKdf | undefined },
  date: Date,
): Promise<Vault> {
  const kdf = chooseKdf(request.kdf);
  const passphrase = await requireStrong(request.passphrase, kdf);
  const vaultKey = newSessionKey();
  const passkeySlots = SLOT_KINDS.filter((kind) => kind === 'prf').map((kind) => ({
    kdf: kind,
    message: toBase64(decoySlot(kind)),
  }));
  const { fingerprint, publicKey } = held.publicKey;
  return {
    version: 2,
    fingerprint,
    publicKey: toBase64(publicKey),
    slots: [...(await passphraseSlots(kdf, vaultKey, passphrase, date)), ...passkeySlots],
    sealed: await sealPayload({ privateKey: held.privateKey, publicKey, passkeys: [] }, vaultKey, date),
  };
}

/** The vault key, by passphrase. */
export async function unlock(vault: Vault, passphrase: string, date: Date): Promise<Bytes> {
  const normal = normalisePassphrase(passphrase);
  for (const { kdf, message } of vault.slots) {
    if (kdf === 'prf' || (kdf === 'argon2id' && !hasArgon2())) continue;
    const vaultKey = await openSlot(fromBase64(message) ?? new Uint8Array(), normal, date);
    if (vaultKey) return vaultKey;
  }
  // Without WebAssembly the passphrase may be right all the same, and the person must hear that.
  throw new CryptoError(hasArgon2() ? 'WRONG_PASSPHRASE' : 'KDF_UNAVAILABLE');
}

export async function openVault(
  request: { readonly vault: StoredVault; readonly passphrase: string },
  date: Date,
): Promise<OpenedPayload> {
  const vault = parseVault(request.vault);
  return openPayload(vault, await unlock(vault, request.passphrase, date), date);
}

/** Every passphrase slot is made anew: two states of a vault do not tell which slot was real. Passkeys keep theirs. */
export async function changePassphrase(
  request: { readonly vault: StoredVault; readonly passphrase: string; readonly newPassphrase: string },
  date: Date,
): Promise<Vault> {
  const vault = parseVault(request.vault);
  const vaultKey = await unlock(vault, request.passphrase, date);
  const kdf = chooseKdf(undefined);
  const passphrase = await requireStrong(request.newPassphrase, kdf);
  const slots = await passphraseSlots(kdf, vaultKey, passphrase, date);
  return { ...vault, slots: [...slots, ...vault.slots.filter((slot) => slot.kdf === 'prf')] };
}
