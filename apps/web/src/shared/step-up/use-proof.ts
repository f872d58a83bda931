import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { askPasskey } from '../../platform/passkey.js';
import {
  ProveItIsMeDocument,
  StartProofDocument,
  type ProveItIsMeMutationVariables,
  type StartProofMutation,
} from './step-up.generated.js';

export type ProofProblem = 'failed' | 'passkey' | 'wait' | ErrorCode;

export type ProofState =
  | { readonly status: 'idle' | 'sending' }
  | { readonly status: 'problem'; readonly problem: ProofProblem; readonly seconds: number };

export interface TypedProof {
  readonly password: string;
  readonly code: string;
  readonly isRecoveryCode: boolean;
}

type ProveInput = ProveItIsMeMutationVariables['input'];

const IDLE: ProofState = { status: 'idle' };

function problem(which: ProofProblem, seconds = 0): ProofState {
  return { status: 'problem', problem: which, seconds };
}

/** What this account can show, and the showing of it. */
export function useProof(onProven: () => void) {
  const [state, setState] = useState<ProofState>(IDLE);
  const [request, setRequest] = useState<StartProofMutation['startProof'] | null>(null);
  const [start] = useMutation(StartProofDocument);
  const [prove] = useMutation(ProveItIsMeDocument);

  async function guarded(work: () => Promise<ProofState>): Promise<void> {
    setState({ status: 'sending' });
    try {
      setState(await work());
    } catch (error) {
      setState(problem(errorCodeOf(error)));
    }
  }

  async function send(input: ProveInput): Promise<ProofState> {
    const { data } = await prove({ variables: { input } });
    const result = data?.proveItIsMe;
    if (result?.__typename === 'ProveSuccess') {
      onProven();
      return IDLE;
    }
    return result?.__typename === 'TooManyAttemptsProblem'
      ? problem('wait', result.retryAfterSeconds)
      : problem('failed');
  }

  return {
    state,
    request,
    begin: () =>
      guarded(async () => {
        const { data } = await start();
        setRequest(data?.startProof ?? null);
        return IDLE;
      }),
    /** A challenge answers once: each press asks for a new one. */
    withPasskey: () =>
      guarded(async () => {
        const { data } = await start();
        const passkey = data?.startProof.passkey;
        const response = passkey ? await askPasskey(passkey.options) : null;
        if (!passkey || response === null) return problem('passkey');
        return send({ factor: { passkey: { ticket: passkey.ticket, response } } });
      }),
    withPassword: ({ password, code, isRecoveryCode }: TypedProof) =>
      guarded(() => send({ password, ...(code === '' ? {} : { factor: { code, isRecoveryCode } }) })),
  };
}
