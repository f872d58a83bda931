import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { errorCodeOf } from '../../platform/graphql/error-code.js';
import { SignForOrganisationDocument } from './awaiting-item.generated.js';

export type OrganisationSignState =
  | { readonly status: 'idle' | 'asking' | 'sending' | 'signed' | 'failed' }
  | { readonly status: 'refused'; readonly code: string };

export interface OrganisationSigning {
  readonly state: OrganisationSignState;
  ask(): void;
  cancel(): void;
  sign(input: { campaignId: string; organisationId: string }): Promise<void>;
}

/** Signing in one step with one question before it. */
export function useSignForOrganisation(): OrganisationSigning {
  const [state, setState] = useState<OrganisationSignState>({ status: 'idle' });
  const [run] = useMutation(SignForOrganisationDocument);

  async function sign(input: { campaignId: string; organisationId: string }): Promise<void> {
    setState({ status: 'sending' });
    try {
      const { data } = await run({ variables: { input } });
      const result = data?.signForOrganisation;
      if (result?.__typename === 'SignForOrganisationSuccess') {
        setState({ status: 'signed' });
        return;
      }
      setState({ status: 'refused', code: result?.code ?? 'unknown' });
    } catch (error) {
      // Whoever closed the question who they are has decided: nothing was sent.
      setState({ status: errorCodeOf(error) === 'STEP_UP_REQUIRED' ? 'idle' : 'failed' });
    }
  }

  return { state, sign, ask: () => setState({ status: 'asking' }), cancel: () => setState({ status: 'idle' }) };
}
