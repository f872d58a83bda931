import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

import { PASSWORD_RULES, type PasswordFault } from './credentials.js';
import { LIMITS } from './limits.js';

/** What comes after makes a password only better, and the search only slower. */
const JUDGED_LENGTH = 32;

/** Words that everybody here would try first. */
const OWN_WORDS = ['sos', 'solidaridad', 'solidarity', 'apoyo', 'derechos', 'rights', 'defensora', 'defender', 'escr'];

export interface PasswordJudgement {
  /** 0 (guessed at once) to 4. */
  readonly score: number;
  readonly fault: PasswordFault | null;
}

/** What is left when the words are gone that a guesser of this one person begins with. */
function withoutWords(password: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase());
}

/** @param personal the person's name and address: the first thing a guesser tries. */
export type PasswordJudge = (password: string, personal: readonly string[]) => PasswordJudgement;

function judge(zxcvbn: ZxcvbnFactory, password: string, personal: readonly string[]): PasswordJudgement {
  const normal = password.normalize('NFC');
  const judged = normal.slice(0, JUDGED_LENGTH);
  const words = [
    ...OWN_WORDS,
    ...personal.flatMap((text) =>
      text
        .normalize('NFC')
        .toLowerCase()
        .split(/[\s@.]+/),
    ),
  ];
  const left = withoutWords(
    judged,
    words.filter((word) => word.length > 2),
  );
  const whole = zxcvbn.check(judged).score;
  const score = left === judged.toLowerCase() ? whole : Math.min(whole, zxcvbn.check(left).score);
  if (normal.length < PASSWORD_RULES.shortest) return { score: Math.min(score, 1), fault: 'too_short' };
  if (normal.length > LIMITS.password) return { score, fault: 'too_long' };
  return { score, fault: score < PASSWORD_RULES.leastScore ? 'easy' : null };
}

async function loadJudge(): Promise<PasswordJudge> {
  const [{ ZxcvbnFactory: Factory }, common, english, spanish] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-es-es'),
  ]);
  const zxcvbn = new Factory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...spanish.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (password, personal) => judge(zxcvbn, password, personal);
}

let loading: Promise<PasswordJudge> | null = null;

/** The dictionaries weigh a megabyte: they are loaded once, when somebody first chooses a password. */
export async function loadPasswordJudge(): Promise<PasswordJudge> {
  loading ??= loadJudge();
  try {
    return await loading;
  } catch (error) {
    // A page that lost its line for a moment may ask again.
    loading = null;
    throw error;
  }
}
