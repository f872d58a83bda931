import type { Clock } from './platform.types.js';

export interface KeptBriefly<T> {
  read(): Promise<T>;
  /** After a change of one's own: the next reading asks again. */
  forget(): void;
}

/**
 * One question to the database for everybody who asks within `milliseconds`. A failure is nobody's answer: it is thrown, and the
 * next reader asks anew, so that what cannot be known is never taken for known.
 */
export function keepBriefly<T>(clock: Clock, milliseconds: number, load: () => Promise<T>): KeptBriefly<T> {
  let kept: { readonly value: Promise<T>; readonly at: number } | null = null;
  return {
    read() {
      const now = clock.now().getTime();
      // A clock that was set back must not keep an answer for hours.
      if (kept && Math.abs(now - kept.at) < milliseconds) return kept.value;
      const asked = { value: load(), at: now };
      kept = asked;
      asked.value.catch(() => {
        if (kept === asked) kept = null;
      });
      return asked.value;
    },
    forget() {
      kept = null;
    },
  };
}
