import { useState } from 'react';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';

export interface Act<Refusal extends string> {
  readonly busy: boolean;
  /** Why the last one did not come about: the server's refusal, or what went wrong on the way. */
  readonly refusal: Refusal | null;
  readonly error: ErrorCode | null;
  /** @param work answers with a refusal, or null when it is done. */
  act(work: () => Promise<Refusal | null>): Promise<boolean>;
}

/** One change at a time, and whatever can become of it. */
export function useAct<Refusal extends string = never>(): Act<Refusal> {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [error, setError] = useState<ErrorCode | null>(null);
  async function act(work: () => Promise<Refusal | null>): Promise<boolean> {
    setBusy(true);
    setRefusal(null);
    setError(null);
    try {
      const refused = await work();
      setRefusal(refused);
      return refused === null;
    } catch (thrown) {
      const code = errorCodeOf(thrown);
      // Whoever closed the question has decided: there is nothing to tell them.
      setError(code === 'STEP_UP_REQUIRED' ? null : code);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, refusal, error, act };
}
