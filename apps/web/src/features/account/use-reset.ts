import { useMutation } from '@apollo/client/react';
import type { PasswordFault } from '@sos/domain';
import { useState } from 'react';

import type { ErrorCode } from '../../platform/graphql/error-code.js';
import { askPasskey } from '../../platform/passkey.js';
import { asFault } from './as-fault.js';
import { ResetPasswordDocument, type ResetPasswordMutationVariables } from './reset.generated.js';
import { useAct } from './use-act.js';

type Factor = NonNullable<ResetPasswordMutationVariables['input']['factor']>;
type Problem = 'wrongFactor' | 'noPasskey' | 'wait';

export interface Reset {
  readonly busy: boolean;
  readonly error: ErrorCode | null;
  readonly fault: PasswordFault | 'missing' | null;
  readonly problem: Problem | null;
  /** Null until the account has asked for one. */
  readonly factors: readonly string[] | null;
  send(password: string, factor: Factor | null): Promise<void>;
  sendWithPasskey(password: string): Promise<void>;
}

/** Sends the new password, and learns on the way whether more is asked for. */
export function useReset(token: string, onOver: (outcome: 'done' | 'linkSpent') => void): Reset {
  const [run] = useMutation(ResetPasswordDocument);
  const { busy, error, act } = useAct();
  const [fault, setFault] = useState<Reset['fault']>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [factors, setFactors] = useState<readonly string[] | null>(null);

  async function ask(password: string, factor: Factor | null) {
    const { data } = await run({ variables: { input: { token, password, factor } } });
    return data?.resetPassword;
  }

  function follow(result: Awaited<ReturnType<typeof ask>>): void {
    switch (result?.__typename) {
      case 'ResetDone': {
        onOver('done');
        return;
      }
      case 'LinkSpentProblem': {
        onOver('linkSpent');
        return;
      }
      case 'WeakPasswordProblem': {
        setFault(asFault(result.code));
        return;
      }
      case 'ResetFactorRequired': {
        setFactors(result.factors);
        return;
      }
      case 'ResetFactorFailedProblem': {
        setProblem('wrongFactor');
        return;
      }
      case 'TooManyAttemptsProblem': {
        setProblem('wait');
        return;
      }
      case undefined:
        return undefined;
    }
  }

  async function guarded(password: string, work: () => Promise<void>): Promise<void> {
    setFault(password === '' ? 'missing' : null);
    setProblem(null);
    if (password === '') return;
    await act(async () => {
      await work();
      return null;
    });
  }

  return {
    busy,
    error,
    fault,
    problem,
    factors,
    send: (password, factor) => guarded(password, async () => follow(await ask(password, factor))),
    sendWithPasskey: (password) =>
      guarded(password, async () => {
        const request = await ask(password, null);
        const passkey = request?.__typename === 'ResetFactorRequired' ? request.passkey : null;
        if (!passkey) {
          follow(request);
          return;
        }
        const response = await askPasskey(passkey.options);
        if (response === null) {
          setProblem('noPasskey');
          return;
        }
        follow(await ask(password, { passkey: { ticket: passkey.ticket, response } }));
      }),
  };
}
