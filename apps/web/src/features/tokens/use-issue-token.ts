import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { IssueTokenDocument, type IssueTokenMutationVariables } from './tokens-screen.generated.js';

export type IssueState =
  | { readonly status: 'idle' | 'busy' }
  | { readonly status: 'issued'; readonly secret: string }
  | { readonly status: 'refused'; readonly field: 'name' | 'scopes' | 'days' | 'too_many' }
  | { readonly status: 'failed'; readonly code: ErrorCode };

const FIELDS = ['name', 'scopes', 'days', 'too_many'] as const;

/** The secret lives in this window until it is left, and nowhere else: the answer stays out of the cache. */
export function useIssueToken(onIssued: () => void) {
  const [state, setState] = useState<IssueState>({ status: 'idle' });
  const [run] = useMutation(IssueTokenDocument, { fetchPolicy: 'no-cache' });

  async function issue(input: IssueTokenMutationVariables['input']): Promise<void> {
    setState({ status: 'busy' });
    try {
      const { data } = await run({ variables: { input } });
      const answer = data?.issueToken;
      if (answer?.__typename !== 'IssueTokenSuccess') {
        setState({ status: 'refused', field: FIELDS.find((field) => field === answer?.code) ?? 'name' });
        return;
      }
      setState({ status: 'issued', secret: answer.secret });
      onIssued();
    } catch (error) {
      setState({ status: 'failed', code: errorCodeOf(error) });
    }
  }

  return { state, issue, forget: () => setState({ status: 'idle' }) };
}
