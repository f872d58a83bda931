import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { errorCodeOf } from '../../platform/graphql/error-code.js';
import { askPasskey } from '../../platform/passkey.js';
import {
  ConfirmSignInDocument,
  SignInDocument,
  StartPasskeyDocument,
  type ConfirmSignInMutationVariables,
  type SignInMutation,
} from './sign-in.generated.js';

export type SignInState =
  | { readonly status: 'idle' | 'sending' | 'failed' | 'startAgain' | 'noPasskey' | 'wrongCode' | 'offline' | 'broken' }
  | { readonly status: 'wait'; readonly seconds: number };

/** After the right password, while nobody is signed in yet. */
export interface SecondStep {
  readonly ticket: string;
  readonly factors: readonly string[];
}

export interface SignIn {
  readonly state: SignInState;
  readonly secondStep: SecondStep | null;
  withPassword(email: string, password: string): Promise<void>;
  /** By itself, or as the second step. */
  withPasskey(): Promise<void>;
  withCode(code: string, isRecoveryCode: boolean): Promise<void>;
  startOver(): void;
}

type Factor = ConfirmSignInMutationVariables['input']['factor'];
type Outcome = SignInMutation['signIn'] | undefined;

const IDLE: SignInState = { status: 'idle' };

/** Goes through the steps of signing in, and folds every way they can end into a state the form can show. */
export function useSignIn(onSignedIn: () => void): SignIn {
  const [state, setState] = useState<SignInState>(IDLE);
  const [secondStep, setSecondStep] = useState<SecondStep | null>(null);
  const [signIn] = useMutation(SignInDocument);
  const [startPasskey] = useMutation(StartPasskeyDocument);
  const [confirm] = useMutation(ConfirmSignInDocument);

  async function guarded(work: () => Promise<SignInState>): Promise<void> {
    setState({ status: 'sending' });
    try {
      setState(await work());
    } catch (error) {
      setState({ status: statusOf(errorCodeOf(error)) });
    }
  }

  function follow(outcome: Outcome): SignInState {
    switch (outcome?.__typename) {
      case 'SignInSuccess':
        onSignedIn();
        return IDLE;
      case 'SecondFactorRequired':
        setSecondStep({ ticket: outcome.ticket, factors: outcome.factors });
        return IDLE;
      case 'TooManyAttemptsProblem':
        return { status: 'wait', seconds: outcome.retryAfterSeconds };
      case 'StartAgainProblem':
        setSecondStep(null);
        return { status: 'startAgain' };
      default:
        return { status: 'failed' };
    }
  }

  async function send(factor: Factor): Promise<SignInState> {
    const ticket = secondStep?.ticket ?? null;
    const { data } = await confirm({ variables: { input: { ticket, factor } } });
    const next = follow(data?.confirmSignIn);
    if (next.status !== 'failed') return next;
    return { status: factor.passkey ? 'noPasskey' : 'wrongCode' };
  }

  return {
    state,
    secondStep,
    withPassword: (email, password) =>
      guarded(async () => follow((await signIn({ variables: { input: { email, password } } })).data?.signIn)),
    withPasskey: () =>
      guarded(async () => {
        const { data } = await startPasskey({ variables: { ticket: secondStep?.ticket ?? null } });
        const request = data?.startPasskey;
        if (request?.__typename !== 'PasskeyRequest') return follow(request);
        const response = await askPasskey(request.options);
        return response === null ? { status: 'noPasskey' } : send({ passkey: { ticket: request.ticket, response } });
      }),
    withCode: (code, isRecoveryCode) => guarded(() => send({ code, isRecoveryCode })),
    startOver() {
      setSecondStep(null);
      setState(IDLE);
    },
  };
}

function statusOf(code: ReturnType<typeof errorCodeOf>): 'failed' | 'offline' | 'broken' {
  if (code === 'OFFLINE') return 'offline';
  // Something no address or password could be: said in the same words as a wrong one.
  return code === 'INVALID_INPUT' || code === 'UNAUTHENTICATED' ? 'failed' : 'broken';
}
