import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { errorCodeOf } from '../../platform/graphql/error-code.js';
import { SignInDocument } from './sign-in.generated.js';

export type SignInState =
  | { readonly status: 'idle' | 'sending' | 'failed' | 'offline' | 'broken' }
  | { readonly status: 'wait'; readonly seconds: number };

/** Tries one address and password, and folds every way it can end into a state the form can show. */
export function useSignIn(onSignedIn: () => void): {
  state: SignInState;
  signIn: (email: string, password: string) => Promise<void>;
} {
  const [state, setState] = useState<SignInState>({ status: 'idle' });
  const [run] = useMutation(SignInDocument);

  async function signIn(email: string, password: string): Promise<void> {
    setState({ status: 'sending' });
    try {
      const { data } = await run({ variables: { input: { email, password } } });
      const result = data?.signIn;
      if (result?.__typename === 'SignInSuccess') {
        setState({ status: 'idle' });
        onSignedIn();
        return;
      }
      if (result?.__typename === 'TooManyAttemptsProblem') {
        setState({ status: 'wait', seconds: result.retryAfterSeconds });
        return;
      }
      setState({ status: 'failed' });
    } catch (error) {
      setState({ status: stateOf(errorCodeOf(error)) });
    }
  }

  return { state, signIn };
}

function stateOf(code: ReturnType<typeof errorCodeOf>): 'failed' | 'offline' | 'broken' {
  if (code === 'OFFLINE') return 'offline';
  // Something no address or password could be: said in the same words as a wrong one.
  return code === 'INVALID_INPUT' || code === 'UNAUTHENTICATED' ? 'failed' : 'broken';
}
