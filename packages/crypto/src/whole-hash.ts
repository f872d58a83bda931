import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, type Bytes } from './bytes.js';

/** The browser's own SHA-256 is ten times as fast, but hashes only what is there at once: so up to here, and piece by piece beyond. */
const HELD_BYTES = 64 * 1024 * 1024;

export interface WholeHash {
  update(piece: Uint8Array): void;
  /** Hex. May be asked more than once. */
  digest(): Promise<string>;
}

export async function sha256HexNative(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** The hash of a file of this size, whose pieces come one after the other. */
export function createWholeHash(size: number, heldBytes = HELD_BYTES): WholeHash {
  if (size > heldBytes) {
    const hash = sha256.create();
    return { update: (piece) => void hash.update(piece), digest: async () => toHex(hash.clone().digest()) };
  }
  const held = new Uint8Array(size);
  let length = 0;
  return {
    update(piece) {
      held.set(piece, length);
      length += piece.length;
    },
    digest: async () => sha256HexNative(held.subarray(0, length)),
  };
}
