import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { SaveCampaignDocument, type DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';
import { fieldIssues, type FieldIssue } from './draft-issues.js';
import { toInput, type Draft } from './draft.js';

export type SaveState =
  | { readonly status: 'idle' | 'saving' | 'failed' }
  | { readonly status: 'saved'; readonly at: Date }
  | { readonly status: 'invalid'; readonly issues: readonly FieldIssue[] }
  | { readonly status: 'frozen'; readonly campaignStatus: string };

export interface Saving {
  readonly state: SaveState;
  save(id: string | null, draft: Draft): Promise<DeskCampaign_CampaignFragment | null>;
}

/** Saves a draft. Whatever comes of it, what was typed stays where it is. */
export function useSaveCampaign(): Saving {
  const [state, setState] = useState<SaveState>({ status: 'idle' });
  const [run] = useMutation(SaveCampaignDocument);

  async function save(id: string | null, draft: Draft): Promise<DeskCampaign_CampaignFragment | null> {
    setState({ status: 'saving' });
    try {
      const { data } = await run({ variables: { input: toInput(id, draft) } });
      const result = data?.saveCampaign;
      switch (result?.__typename) {
        case 'SaveCampaignSuccess':
          setState({ status: 'saved', at: new Date() });
          return result.campaign;
        case 'InvalidInputProblem':
          setState({ status: 'invalid', issues: fieldIssues(draft, result.issues) });
          return null;
        case 'CampaignFrozenProblem':
          setState({ status: 'frozen', campaignStatus: result.status });
          return null;
        default:
          setState({ status: 'failed' });
          return null;
      }
    } catch {
      setState({ status: 'failed' });
      return null;
    }
  }

  return { state, save };
}
