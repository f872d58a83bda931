import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { GCM_NONCE_OCTETS, GCM_TAG_OCTETS, openGcm, sealGcm } from './aes-gcm.js';
import { concatBytes, randomBytes, toBase64, type Bytes } from './bytes.js';
import { parseVault } from './engine-vault-format.js';
import { decoySlot } from './engine-vault-slot.js';
import { CryptoError } from './errors.js';
import type { SealedVaultCopy, StoredVault, Vault } from './types.js';

/** One octet of version, and the padded vault under AES-256-GCM with a key made from the share. */
const VERSION = 1;
const SHARE_OCTETS = 32;
const PADDED_OCTETS = 128 * 1024;
const COPY_OCTETS = 1 + GCM_NONCE_OCTETS + PADDED_OCTETS + GCM_TAG_OCTETS;
const INFO = new TextEncoder().encode('sos vault copy v1');
const HEAD = Uint8Array.of(VERSION);

function keyOf(share: Uint8Array): Uint8Array {
  return hkdf(sha256, share, undefined, INFO, 32);
}

/** Passkeys belong to a device: their slots stay behind. */
function withoutPasskeys(vault: Vault): Vault {
  const slots = vault.slots.map((slot) =>
    slot.kdf === 'prf' ? { ...slot, message: toBase64(decoySlot('prf')) } : slot,
  );
  return { ...vault, slots };
}

function padded(content: Uint8Array): Bytes {
  if (content.length > PADDED_OCTETS) throw new CryptoError('VAULT_DAMAGED');
  const whole = new Uint8Array(PADDED_OCTETS).fill(0x20); // blanks, which JSON allows after its end
  whole.set(content);
  return whole;
}

/**
 * The vault, locked once more under a share that is kept elsewhere: whoever has this and no share has nothing to try a
 * passphrase on, and whoever has both still faces the vault's own Argon2id.
 */
export async function sealVaultCopy(stored: StoredVault): Promise<SealedVaultCopy> {
  const share = randomBytes(SHARE_OCTETS);
  const content = padded(new TextEncoder().encode(JSON.stringify(withoutPasskeys(parseVault(stored)))));
  return { copy: concatBytes([HEAD, await sealGcm(keyOf(share), content, HEAD)]), share };
}

/** Still locked. @throws VAULT_DAMAGED for another share, and for anything that was changed. */
export async function openVaultCopy({ copy, share }: { copy: Uint8Array; share: Uint8Array }): Promise<Vault> {
  const isLawful = copy.length === COPY_OCTETS && copy[0] === VERSION && share.length === SHARE_OCTETS;
  const content = isLawful ? await openGcm(keyOf(share), copy.subarray(1), HEAD) : undefined;
  if (!content) throw new CryptoError('VAULT_DAMAGED');
  return parseVault(JSON.parse(new TextDecoder().decode(content)));
}
