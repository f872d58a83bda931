import { useMutation } from '@apollo/client/react';
import { LANGUAGES, type Language } from '@sos/domain';
import { useState } from 'react';

import { MoveCampaignDocument } from './desk-campaign.generated.js';

export type MoveState =
  | { readonly status: 'idle' | 'moving' | 'failed' }
  | { readonly status: 'done'; readonly to: string }
  | { readonly status: 'refused'; readonly code: string };

export type Reasons = Readonly<Record<Language, string>>;

export interface Moving {
  readonly state: MoveState;
  move(id: string, to: string, reasons: Reasons | null): Promise<void>;
}

export function useMoveCampaign(): Moving {
  const [state, setState] = useState<MoveState>({ status: 'idle' });
  const [run] = useMutation(MoveCampaignDocument);

  async function move(id: string, to: string, reasons: Reasons | null): Promise<void> {
    setState({ status: 'moving' });
    const given = reasons === null ? null : LANGUAGES.map((language) => ({ language, text: reasons[language].trim() }));
    try {
      const { data } = await run({ variables: { input: { id, to, reasons: given } } });
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

  return { state, move };
}
