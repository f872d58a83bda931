import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { dictionary as spanish } from '@zxcvbn-ts/language-es-es';

/** What a passphrase of one's own must cost at least. */
const ENOUGH_GUESSES = 1e14;

/**
 * Argon2id with 64 MiB and three passes is bound by memory: a fast graphics card of 2026 makes some thousand guesses a second. A
 * million is several hundred of them working on one key.
 */
const GUESSES_PER_SECOND = 1e6;

const judge = new ZxcvbnFactory({
  dictionary: { ...common, ...english, ...spanish, ours: ['sos', 'solidarity', 'solidaridad', 'vault', 'bóveda'] },
  graphs: adjacencyGraphs,
});

/** Between two blanks the estimator takes a word for random letters and is off by a million times: run together it is not. */
function runTogether(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Brings a few hundred kilobytes of words along: only ever loaded by import(), when somebody wants words of their own. */
export function judgePassphrase(normal: string): { readonly isEnough: boolean; readonly seconds: number } {
  const guesses = Math.min(judge.check(normal).guesses, judge.check(runTogether(normal)).guesses);
  return { isEnough: guesses > ENOUGH_GUESSES, seconds: guesses / 2 / GUESSES_PER_SECOND };
}
