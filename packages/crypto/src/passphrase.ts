import { randomBelow } from './bytes.js';
import { EFF_LARGE_WORDLIST } from './eff-large-wordlist.js';

/** Six words of 7,776: 77 bits, out of reach of guessing even behind an iterated S2K. */
export const VAULT_WORDS = 6;
/** Seven: 90 bits, because a kit lies in drawers for years and its locking is the weaker one. */
export const KIT_WORDS = 7;

const KNOWN_WORDS: ReadonlySet<string> = new Set(EFF_LARGE_WORDLIST);

export function generatePassphrase(words: number = KIT_WORDS): string {
  return Array.from({ length: words }, () => EFF_LARGE_WORDLIST[randomBelow(EFF_LARGE_WORDLIST.length)]).join(' ');
}

/** As people type it on a phone: capitals at the start, two blanks, a line break. */
export function normalisePassphrase(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().split(/\s+/).join(' ');
}

/**
 * Has the form of one of ours. Chance gives the same word twice in six about once in five hundred, three times almost never: what
 * repeats itself more was typed, not drawn.
 */
export function isGeneratedPassphrase(text: string, least: number = VAULT_WORDS): boolean {
  const words = normalisePassphrase(text).split(' ');
  return (
    words.length >= least && words.every((word) => KNOWN_WORDS.has(word)) && new Set(words).size >= words.length - 1
  );
}
