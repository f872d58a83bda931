import { CryptoError } from './errors.js';
import { isGeneratedPassphrase, normalisePassphrase } from './passphrase.js';
import type { PassphraseVerdict, VaultKdf } from './types.js';

/** Longer ones are judged by their beginning: the estimator's work grows with the square of the length. */
const MOST_JUDGED = 128;

export async function judgePassphrase(passphrase: string): Promise<PassphraseVerdict> {
  const { judgePassphrase: judge } = await import('./passphrase-judge.js');
  return judge(normalisePassphrase(passphrase).slice(0, MOST_JUDGED));
}

export function requireGenerated(passphrase: string, words?: number): string {
  if (!isGeneratedPassphrase(passphrase, words)) throw new CryptoError('PASSPHRASE_NOT_GENERATED');
  return normalisePassphrase(passphrase);
}

/** A generated passphrase, or one that would cost enough guesses. Behind iterated S2K a guess is too cheap for the second kind. */
export async function requireStrong(passphrase: string, kdf: VaultKdf): Promise<string> {
  if (isGeneratedPassphrase(passphrase)) return normalisePassphrase(passphrase);
  if (kdf === 'iterated') throw new CryptoError('PASSPHRASE_NOT_GENERATED');
  const { isEnough } = await judgePassphrase(passphrase);
  if (!isEnough) throw new CryptoError('PASSPHRASE_TOO_WEAK');
  return normalisePassphrase(passphrase);
}
