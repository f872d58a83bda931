import { useApolloClient, useMutation } from '@apollo/client/react';
import { LANGUAGES, type Language } from '@sos/domain';
import { useState } from 'react';

import { DeskCampaignScreenDocument, MoveCampaignDocument } from './desk-campaign.generated.js';

export type MoveState =
  | { readonly status: 'idle' | 'moving' | 'failed' }
  | { readonly status: 'done'; readonly to: string }
  | { readonly status: 'refused'; readonly code: string };

export type Reasons = Readonly<Record<Language, string>>;

export interface Step {
  readonly id: string;
  readonly to: string;
  /** The hash of the text that was on screen when the step was chosen: the person vouches for that one and no other. */
  readonly seenHash: string;
}

export interface Moving {
  readonly state: MoveState;
  move(step: Step, reasons: Reasons | null): Promise<void>;
  /** Shows what the campaign is now, and forgets how the last step ended. */
  reload(id: string): Promise<void>;
}

export function useMoveCampaign(): Moving {
  const [state, setState] = useState<MoveState>({ status: 'idle' });
  const client = useApolloClient();
  const [run] = useMutation(MoveCampaignDocument);

  async function move(step: Step, reasons: Reasons | null): Promise<void> {
    setState({ status: 'moving' });
    const given = reasons === null ? null : LANGUAGES.map((language) => ({ language, text: reasons[language].trim() }));
    try {
      const { data } = await run({ variables: { input: { ...step, reasons: given } } });
      const result = data?.moveCampaign;
      if (result?.__typename === 'MoveCampaignSuccess') {
        setState({ status: 'done', to: result.campaign.status });
        return;
      }
      setState({ status: 'refused', code: result?.code ?? 'unknown' });
    } catch {
      setState({ status: 'failed' });
    }
  }

  async function reload(id: string): Promise<void> {
    try {
      await client.query({ query: DeskCampaignScreenDocument, variables: { id }, fetchPolicy: 'network-only' });
      setState({ status: 'idle' });
    } catch {
      setState({ status: 'failed' });
    }
  }

  return { state, move, reload };
}
