import { toHex, type Bytes } from './bytes.js';
import { EFF_LARGE_WORDLIST } from './eff-large-wordlist.js';

const BASE = BigInt(EFF_LARGE_WORDLIST.length);
const INDEX_OF: ReadonlyMap<string, number> = new Map(EFF_LARGE_WORDLIST.map((word, index) => [word, index]));
/** 160 bits: no two fingerprints have the same words. */
const FINGERPRINT_WORDS = 13;

/** The bytes as one number in words of the 7,776-word list, always as many as asked for. */
export function bytesToWords(bytes: Uint8Array, count: number): readonly string[] {
  let rest = BigInt(`0x${toHex(bytes)}`);
  const words: string[] = [];
  for (let place = 0; place < count; place += 1) {
    words.unshift(EFF_LARGE_WORDLIST[Number(rest % BASE)] ?? '');
    rest /= BASE;
  }
  return words;
}

/** @returns undefined for a word that is not in the list, or a number that does not fit */
export function wordsToBytes(words: readonly string[], length: number): Bytes | undefined {
  let number = 0n;
  for (const word of words) {
    const index = INDEX_OF.get(word);
    if (index === undefined) return undefined;
    number = number * BASE + BigInt(index);
  }
  const hex = number.toString(16).padStart(length * 2, '0');
  return hex.length === length * 2 ? hexToBytes(hex) : undefined;
}

function hexToBytes(hex: string): Bytes {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

/** A fingerprint as thirteen words, to be read to each other over the telephone. */
export function fingerprintWords(fingerprint: string): string {
  return bytesToWords(hexToBytes(fingerprint), FINGERPRINT_WORDS).join(' ');
}
