import { fromBase64, toBase64 } from './bytes.js';
import { unlock } from './engine-vault.js';
import { parseVault } from './engine-vault-format.js';
import { openPasskeySlot, passkeySlotFacts, sealPasskeySlot } from './engine-vault-passkey-slot.js';
import { openPayload, sealPayload, type OpenedPayload } from './engine-vault-payload.js';
import { decoySlot, SLOT_KINDS } from './engine-vault-slot.js';
import { CryptoError } from './errors.js';
import type { PasskeyRequest, StoredVault, Vault, VaultPasskey } from './types.js';

export interface ChangedPasskeys {
  readonly vault: Vault;
  readonly passkeys: readonly VaultPasskey[];
}

const PLACES = SLOT_KINDS.flatMap((kind, index) => (kind === 'prf' ? [index] : []));

function bytesOf(vault: Vault, slot: number): Uint8Array {
  if (!PLACES.includes(slot)) throw new CryptoError('PASSKEY_UNKNOWN');
  return fromBase64(vault.slots[slot]?.message ?? '') ?? new Uint8Array();
}

/** Of all places, used or not: which is which the authenticator alone can say. */
export function passkeyRequests(stored: StoredVault): readonly PasskeyRequest[] {
  const vault = parseVault(stored);
  return PLACES.map((slot) => ({ slot, ...passkeySlotFacts(bytesOf(vault, slot)) }));
}

export async function openVaultByPasskey(
  request: { readonly vault: StoredVault; readonly slot: number; readonly output: Uint8Array },
  date: Date,
): Promise<OpenedPayload> {
  const vault = parseVault(request.vault);
  const vaultKey = await openPasskeySlot(bytesOf(vault, request.slot), request.output);
  if (!vaultKey) throw new CryptoError('PASSKEY_UNKNOWN');
  return openPayload(vault, vaultKey, date);
}

async function withPasskeys(
  vault: Vault,
  vaultKey: Uint8Array,
  payload: OpenedPayload,
  change: { readonly passkeys: readonly VaultPasskey[]; readonly slots: ReadonlyMap<number, Uint8Array> },
  date: Date,
): Promise<ChangedPasskeys> {
  const slots = vault.slots.map((slot, index) => {
    const message = change.slots.get(index);
    return message ? { ...slot, message: toBase64(message) } : slot;
  });
  const sealed = await sealPayload({ ...payload, passkeys: change.passkeys }, vaultKey, date);
  return { vault: { ...vault, slots, sealed }, passkeys: change.passkeys };
}

/** Every place that no passkey of the list uses is filled anew, so that two states of a vault do not tell which one changed. */
function freshDecoys(passkeys: readonly VaultPasskey[]): [number, Uint8Array][] {
  const used = new Set(passkeys.map(({ slot }) => slot));
  return PLACES.filter((place) => !used.has(place)).map((place) => [place, decoySlot('prf')]);
}

export interface PasskeyToAdd {
  readonly credentialId: Uint8Array;
  readonly salt: Uint8Array;
  readonly output: Uint8Array;
}

export async function addPasskey(
  request: PasskeyToAdd & { readonly vault: StoredVault; readonly passphrase: string },
  date: Date,
): Promise<ChangedPasskeys> {
  const vault = parseVault(request.vault);
  const vaultKey = await unlock(vault, request.passphrase, date);
  const payload = await openPayload(vault, vaultKey, date);
  const place = PLACES.find((slot) => payload.passkeys.every((passkey) => passkey.slot !== slot));
  if (place === undefined) throw new CryptoError('PASSKEYS_FULL');
  const passkeys = [...payload.passkeys, { slot: place, addedAt: date.toISOString() }];
  const slots = new Map([...freshDecoys(passkeys), [place, await sealPasskeySlot(vaultKey, request)]]);
  return withPasskeys(vault, vaultKey, payload, { passkeys, slots }, date);
}

export async function removePasskeys(
  request: { readonly vault: StoredVault; readonly passphrase: string; readonly slot?: number | undefined },
  date: Date,
): Promise<ChangedPasskeys> {
  const vault = parseVault(request.vault);
  const vaultKey = await unlock(vault, request.passphrase, date);
  const payload = await openPayload(vault, vaultKey, date);
  const passkeys = payload.passkeys.filter(({ slot }) => request.slot !== undefined && slot !== request.slot);
  return withPasskeys(vault, vaultKey, payload, { passkeys, slots: new Map(freshDecoys(passkeys)) }, date);
}
