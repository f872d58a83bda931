import { concatBytes, copyBytes, randomBytes, type Bytes } from './bytes.js';
import { givenBytes, openpgp } from './openpgp-library.js';
import { decoyPasskeySlot, looksLikePasskeySlot } from './engine-vault-passkey-slot.js';
import type { SlotKind, VaultKdf } from './types.js';

const CONFIG = {
  // Argon2 needs AEAD in OpenPGP. A slot never leaves as a message to anyone, so nothing else has to read it.
  argon2id: {
    aeadProtect: true,
    s2kType: openpgp.enums.s2k.argon2,
    s2kArgon2Params: { passes: 3, parallelism: 4, memoryExponent: 16 },
    preferredAEADAlgorithm: openpgp.enums.aead.gcm,
    aeadChunkSizeByte: 12,
  },
  iterated: { aeadProtect: false, s2kType: openpgp.enums.s2k.iterated, s2kIterationCountByte: 255 },
} satisfies Record<VaultKdf, openpgp.PartialConfig>;

/** Both layouts, in order: octets that are the same in every slot, and counts of octets that look random in every slot. */
const LAYOUT: Readonly<Record<VaultKdf, readonly (readonly number[] | number)[]>> = {
  argon2id: [
    [0xc3, 0x55, 0x06, 0x23, 0x09, 0x03, 0x14, 0x04],
    16, // salt
    [0x03, 0x04, 0x10],
    12 + 48, // nonce, wrapped key and tag
    [0xd2, 0x6c, 0x02, 0x09, 0x03, 0x0c],
    104,
  ],
  iterated: [
    [0xc3, 0x2e, 0x04, 0x09, 0x03, 0x08],
    8, // salt
    [0xff],
    33, // wrapped key
    [0xd2, 0x51, 0x01],
    80,
  ],
};

/** Two of each, always: how somebody unlocks is nobody's business. */
export const SLOT_KINDS: readonly SlotKind[] = ['argon2id', 'argon2id', 'iterated', 'iterated', 'prf', 'prf'];

/** Argon2id runs as WebAssembly, which Tor Browser's "Safer" and iOS Lockdown turn off. */
export function hasArgon2(): boolean {
  return typeof WebAssembly === 'object';
}

/** What nobody can open and nobody can tell from a slot somebody can: the constants of a real one, and randomness. */
export function decoySlot(kdf: SlotKind): Bytes {
  if (kdf === 'prf') return decoyPasskeySlot();
  return concatBytes(LAYOUT[kdf].map((part) => (typeof part === 'number' ? randomBytes(part) : Uint8Array.from(part))));
}

/** Whether bytes have the constant octets and the length of a slot of this kind. */
export function looksLikeSlot(kdf: SlotKind, bytes: Uint8Array): boolean {
  if (kdf === 'prf') return looksLikePasskeySlot(bytes);
  let offset = 0;
  for (const part of LAYOUT[kdf]) {
    const start = offset;
    if (typeof part !== 'number' && !part.every((octet, index) => bytes[start + index] === octet)) return false;
    offset += typeof part === 'number' ? part : part.length;
  }
  return offset === bytes.length;
}

/** A slot holds the vault key under one passphrase: an OpenPGP password message of fixed size. */
export async function sealSlot(kdf: VaultKdf, vaultKey: Uint8Array, passphrase: string, date: Date): Promise<Bytes> {
  const message = await openpgp.createMessage({ binary: vaultKey, date });
  const slot = givenBytes(
    await openpgp.encrypt({ message, passwords: passphrase, format: 'binary', date, config: CONFIG[kdf] }),
  );
  // A slot that could be told from a decoy would say that somebody uses it.
  if (!looksLikeSlot(kdf, slot)) throw new TypeError('slot layout');
  return slot;
}

/** The vault key, or undefined when this passphrase does not open this slot. */
export async function openSlot(slot: Uint8Array, passphrase: string, date: Date): Promise<Bytes | undefined> {
  try {
    const message = await openpgp.readMessage({ binaryMessage: copyBytes(slot) });
    const opened = await openpgp.decrypt({
      message,
      passwords: passphrase,
      format: 'binary',
      date,
    });
    const vaultKey = givenBytes(opened.data);
    return vaultKey.length === 32 ? vaultKey : undefined;
  } catch {
    return undefined;
  }
}
