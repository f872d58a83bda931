import { z } from 'zod';
import { copyBytes, fromBase64, randomBelow, toBase64, type Bytes } from './bytes.js';
import type { HeldKey } from './engine-key-ring.js';
import { newSessionKey, openLiteral, sealLiteral } from './engine-literal.js';
import { decoySlot, hasArgon2, looksLikeSlot, openSlot, sealSlot, SLOT_KINDS } from './engine-vault-slot.js';
import { CryptoError } from './errors.js';
import { openpgp } from './openpgp-library.js';
import { isGeneratedPassphrase, normalisePassphrase } from './passphrase.js';
import type { Vault, VaultKdf } from './types.js';

/** Room for the largest key we accept, so that the size of a vault does not tell the kind of key. */
const PAYLOAD_BUCKET = 64 * 1024;

const vaultSchema = z.strictObject({
  version: z.literal(1),
  fingerprint: z.string().regex(/^[0-9a-f]{40}$/),
  publicKey: z.string().max(32 * 1024),
  slots: z
    .array(z.strictObject({ kdf: z.enum(['argon2id', 'iterated']), message: z.string().max(1024) }))
    .length(SLOT_KINDS.length),
  sealed: z.string().max(128 * 1024),
});
const payloadSchema = z.strictObject({ publicKey: z.string(), privateKey: z.string() });

export interface KeyPairToHold {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: Bytes;
}

interface UnlockedSlot {
  readonly vaultKey: Bytes;
  readonly slotIndex: number;
  readonly kdf: VaultKdf;
}

export function requireGenerated(passphrase: string): string {
  if (!isGeneratedPassphrase(passphrase)) throw new CryptoError('PASSPHRASE_NOT_GENERATED');
  return normalisePassphrase(passphrase);
}

function chooseKdf(asked: VaultKdf | undefined): VaultKdf {
  const kdf = asked ?? (hasArgon2() ? 'argon2id' : 'iterated');
  if (kdf === 'argon2id' && !hasArgon2()) throw new CryptoError('KDF_UNAVAILABLE');
  return kdf;
}

function parseVault(value: unknown): Vault {
  const { data } = vaultSchema.safeParse(value);
  const isLawful = data?.slots.every(({ kdf, message }, index) => {
    const bytes = fromBase64(message);
    // Our own cost parameters only: a planted slot must not make the browser spend more than ours, or guessing cost less.
    return kdf === SLOT_KINDS[index] && bytes !== undefined && looksLikeSlot(kdf, bytes);
  });
  if (!data || isLawful !== true) throw new CryptoError('VAULT_DAMAGED');
  return data;
}

async function sealPayload({ privateKey, publicKey }: HeldKey, vaultKey: Uint8Array, date: Date): Promise<string> {
  const payload = { publicKey: toBase64(publicKey.publicKey), privateKey: toBase64(privateKey.write()) };
  const sealed = await sealLiteral(new TextEncoder().encode(JSON.stringify(payload)), vaultKey, date, PAYLOAD_BUCKET);
  return toBase64(sealed);
}

export async function createVault(
  held: HeldKey,
  request: { readonly passphrase: string; readonly kdf?: VaultKdf | undefined },
  date: Date,
): Promise<Vault> {
  const passphrase = requireGenerated(request.passphrase);
  const kdf = chooseKdf(request.kdf);
  const vaultKey = newSessionKey();
  const mine = SLOT_KINDS.indexOf(kdf) + randomBelow(SLOT_KINDS.filter((kind) => kind === kdf).length);
  const slots = await Promise.all(
    SLOT_KINDS.map(async (kind, index) => {
      const message = index === mine ? await sealSlot(kind, vaultKey, passphrase, date) : decoySlot(kind);
      return { kdf: kind, message: toBase64(message) };
    }),
  );
  const { fingerprint, publicKey } = held.publicKey;
  return {
    version: 1,
    fingerprint,
    publicKey: toBase64(publicKey),
    slots,
    sealed: await sealPayload(held, vaultKey, date),
  };
}

async function unlock(vault: Vault, passphrase: string, date: Date): Promise<UnlockedSlot> {
  const normal = normalisePassphrase(passphrase);
  for (const [slotIndex, { kdf, message }] of vault.slots.entries()) {
    if (kdf === 'argon2id' && !hasArgon2()) continue;
    const vaultKey = await openSlot(fromBase64(message) ?? new Uint8Array(), normal, date);
    if (vaultKey) return { vaultKey, slotIndex, kdf };
  }
  // Without WebAssembly the passphrase may be right all the same, and the person must hear that.
  throw new CryptoError(hasArgon2() ? 'WRONG_PASSPHRASE' : 'KDF_UNAVAILABLE');
}

async function readPayload(vault: Vault, vaultKey: Uint8Array, date: Date): Promise<KeyPairToHold> {
  try {
    const padded = await openLiteral(fromBase64(vault.sealed) ?? new Uint8Array(), vaultKey, date);
    const text = new TextDecoder().decode(padded.subarray(0, padded.findLastIndex((octet) => octet !== 0) + 1));
    const payload = payloadSchema.parse(JSON.parse(text));
    const privateKey = await openpgp.readPrivateKey({ binaryKey: fromBase64(payload.privateKey) ?? new Uint8Array() });
    return { privateKey, publicKey: copyBytes(fromBase64(payload.publicKey) ?? new Uint8Array()) };
  } catch {
    throw new CryptoError('VAULT_DAMAGED');
  }
}

export async function openVault(
  request: { readonly vault: Vault; readonly passphrase: string },
  date: Date,
): Promise<KeyPairToHold> {
  const vault = parseVault(request.vault);
  const { vaultKey } = await unlock(vault, request.passphrase, date);
  return readPayload(vault, vaultKey, date);
}

/** Rewrites the one slot that the old passphrase opens; the others, real or not, stay as they are. */
export async function changePassphrase(
  request: { readonly vault: Vault; readonly passphrase: string; readonly newPassphrase: string },
  date: Date,
): Promise<Vault> {
  const vault = parseVault(request.vault);
  const passphrase = requireGenerated(request.newPassphrase);
  const { vaultKey, slotIndex, kdf } = await unlock(vault, request.passphrase, date);
  const message = toBase64(await sealSlot(kdf, vaultKey, passphrase, date));
  return { ...vault, slots: vault.slots.map((slot, index) => (index === slotIndex ? { kdf, message } : slot)) };
}
