import { randomBelow } from './bytes.js';
import { EFF_LARGE_WORDLIST } from './eff-large-wordlist.js';

/** Six words of 7,776: 77 bits, out of reach of guessing even behind an iterated S2K. */
const WORDS = 6;
const KNOWN_WORDS: ReadonlySet<string> = new Set(EFF_LARGE_WORDLIST);

export function generatePassphrase(): string {
  return Array.from({ length: WORDS }, () => EFF_LARGE_WORDLIST[randomBelow(EFF_LARGE_WORDLIST.length)]).join(' ');
}

/** As people type it on a phone: capitals at the start, two blanks, a line break. */
export function normalisePassphrase(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().split(/\s+/).join(' ');
}

/** A passphrase of one's own would need an honest estimate of its strength; until there is one, only generated ones lock a key. */
export function isGeneratedPassphrase(text: string): boolean {
  const words = normalisePassphrase(text).split(' ');
  return words.length >= WORDS && words.every((word) => KNOWN_WORDS.has(word)) && new Set(words).size > 1;
}
