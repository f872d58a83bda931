import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';

interface Answer {
  readonly result:
    | { readonly __typename: 'PeopleDone'; readonly id: string }
    | { readonly __typename: 'PeopleProposed'; readonly id: string; readonly expiresAt: string }
    | { readonly __typename: 'PeopleRefusedProblem'; readonly code: string };
}

export type ActState =
  | { readonly status: 'idle' | 'busy' | 'done' }
  | { readonly status: 'proposed'; readonly expiresAt: string }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'failed'; readonly code: ErrorCode };

export interface Act<Variables> {
  readonly state: ActState;
  /** @returns whether it was done, or proposed. */
  run(variables: Variables): Promise<boolean>;
  reset(): void;
}

/** One act on people: does it, asks again for what is on screen, and folds every way it can end into one state. */
export function usePeopleAct<Data extends Answer, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  onDone?: () => void,
): Act<Variables> {
  const [state, setState] = useState<ActState>({ status: 'idle' });
  const client = useApolloClient();

  async function run(variables: Variables): Promise<boolean> {
    setState({ status: 'busy' });
    const next = await outcomeOf(async () => (await client.mutate({ mutation: document, variables })).data ?? null);
    const isDone = next.status === 'done' || next.status === 'proposed';
    // It was done, whether or not the lists can be read again.
    if (isDone) await client.refetchQueries({ include: 'active' }).catch(() => undefined);
    setState(next);
    if (isDone) onDone?.();
    return isDone;
  }

  return { state, run, reset: () => setState({ status: 'idle' }) };
}

async function outcomeOf(ask: () => Promise<Answer | null>): Promise<ActState> {
  try {
    const answer = await ask();
    if (answer === null) return { status: 'failed', code: 'UNKNOWN' };
    const { result } = answer;
    if (result.__typename === 'PeopleRefusedProblem') return { status: 'refused', code: result.code };
    return result.__typename === 'PeopleDone'
      ? { status: 'done' }
      : { status: 'proposed', expiresAt: result.expiresAt };
  } catch (error) {
    return { status: 'failed', code: errorCodeOf(error) };
  }
}
