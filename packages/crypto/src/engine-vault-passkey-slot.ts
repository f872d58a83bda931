import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { GCM_NONCE_OCTETS, GCM_TAG_OCTETS, openGcm, sealGcm } from './aes-gcm.js';
import { concatBytes, copyBytes, randomBelow, randomBytes, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

/**
 * One octet of version, the salt, the length of the credential's id, room for the id, and the vault key under AES-256-GCM. Which
 * ids exist is the authenticators' knowledge, so a decoy carries an id of a usual length that no authenticator has.
 */
const VERSION = 1;
const SALT_OCTETS = 32;
const ID_OCTETS = 255;
const ID_LEAST = 16;
const USUAL_ID_LENGTHS = [16, 20, 32, 48, 64] as const;
const WRAPPED_OCTETS = GCM_NONCE_OCTETS + 32 + GCM_TAG_OCTETS;
const ID_START = 1 + SALT_OCTETS + 1;
const PUBLIC_OCTETS = ID_START + ID_OCTETS;
const INFO = new TextEncoder().encode('sos vault passkey slot v1');

export function looksLikePasskeySlot(bytes: Uint8Array): boolean {
  const idLength = bytes[ID_START - 1] ?? 0;
  return bytes.length === PUBLIC_OCTETS + WRAPPED_OCTETS && bytes[0] === VERSION && idLength >= ID_LEAST;
}

function layOut(salt: Uint8Array, credentialId: Uint8Array): Bytes {
  const filling = randomBytes(ID_OCTETS - credentialId.length);
  return concatBytes([Uint8Array.of(VERSION), salt, Uint8Array.of(credentialId.length), credentialId, filling]);
}

export function decoyPasskeySlot(): Bytes {
  const length = USUAL_ID_LENGTHS[randomBelow(USUAL_ID_LENGTHS.length)] ?? ID_LEAST;
  return concatBytes([layOut(randomBytes(SALT_OCTETS), randomBytes(length)), randomBytes(WRAPPED_OCTETS)]);
}

export function passkeySlotFacts(slot: Uint8Array): { readonly salt: Bytes; readonly credentialId: Bytes } {
  const length = slot[ID_START - 1] ?? 0;
  return {
    salt: copyBytes(slot.subarray(1, 1 + SALT_OCTETS)),
    credentialId: copyBytes(slot.subarray(ID_START, ID_START + length)),
  };
}

/** What the authenticator gave is used once, for one key, and wiped. */
async function withSlotKey<T>(output: Uint8Array, salt: Uint8Array, use: (key: Uint8Array) => Promise<T>): Promise<T> {
  if (output.length < 32) throw new CryptoError('PASSKEY_UNKNOWN');
  const key = hkdf(sha256, output, salt, INFO, 32);
  output.fill(0);
  try {
    return await use(key);
  } finally {
    key.fill(0);
  }
}

export async function sealPasskeySlot(
  vaultKey: Uint8Array,
  { credentialId, salt, output }: { credentialId: Uint8Array; salt: Uint8Array; output: Uint8Array },
): Promise<Bytes> {
  const isLawful = credentialId.length >= ID_LEAST && credentialId.length <= ID_OCTETS && salt.length === SALT_OCTETS;
  if (!isLawful) throw new CryptoError('PASSKEY_UNKNOWN');
  const head = layOut(salt, credentialId);
  return concatBytes([head, await withSlotKey(output, salt, (key) => sealGcm(key, vaultKey, head))]);
}

export async function openPasskeySlot(slot: Uint8Array, output: Uint8Array): Promise<Bytes | undefined> {
  const head = slot.subarray(0, PUBLIC_OCTETS);
  const { salt } = passkeySlotFacts(slot);
  return withSlotKey(output, salt, (key) => openGcm(key, slot.subarray(PUBLIC_OCTETS), head));
}
