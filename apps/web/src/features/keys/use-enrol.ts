import { useMutation } from '@apollo/client/react';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { EnrolKeyDocument } from './first-key.generated.js';

export type EnrolOutcome =
  | { readonly status: 'enrolled' }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'failed'; readonly code: ErrorCode };

/** For a key that stays in a tool of its owner's. */
export interface EnrolProof {
  readonly statement: string;
  readonly seal: string;
  readonly signature: string;
}

/** Gives the public half to the server, and folds every way that can end into one outcome. */
export function useEnrol(): (publicKeyBase64: string, proof?: EnrolProof) => Promise<EnrolOutcome> {
  const [enrol] = useMutation(EnrolKeyDocument);
  return async (bytes, proof) => {
    try {
      const { data } = await enrol({ variables: { input: { bytes, proof: proof ?? null } } });
      const result = data?.enrolKey;
      if (result?.__typename === 'EnrolKeySuccess') return { status: 'enrolled' };
      if (result?.__typename === 'KeyRefusedProblem') return { status: 'refused', code: result.code };
      return { status: 'failed', code: 'UNKNOWN' };
    } catch (error) {
      return { status: 'failed', code: errorCodeOf(error) };
    }
  };
}
