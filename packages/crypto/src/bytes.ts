import { sha256 } from '@noble/hashes/sha2.js';

export type Bytes = Uint8Array<ArrayBuffer>;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => HEX[byte]).join('');
}

export function sha256Hex(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

export function concatBytes(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** A copy that owns its memory, so that transferring or wiping one does not reach the other. */
export function copyBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

export function toBase64(bytes: Uint8Array): string {
  const step = 0x8000; // fromCharCode takes its input as arguments, and a call takes only so many
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += step)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + step)));
  return btoa(parts.join(''));
}

/** Undefined for anything that is not base64. */
export function fromBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  const step = 65_536; // getRandomValues refuses more at once
  for (let start = 0; start < length; start += step) crypto.getRandomValues(bytes.subarray(start, start + step));
  return bytes;
}

/** A uniform number below `bound`, without the bias of a plain remainder. */
export function randomBelow(bound: number): number {
  const limit = Math.floor(0x1_0000_0000 / bound) * bound;
  const word = new Uint32Array(1);
  do crypto.getRandomValues(word);
  while ((word[0] ?? limit) >= limit);
  return (word[0] ?? 0) % bound;
}
