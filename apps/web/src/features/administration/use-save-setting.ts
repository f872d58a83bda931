import { useMutation } from '@apollo/client/react';
import type { SaveSettingInput } from '@sos/schema';
import { useState } from 'react';

import type { SettingEntry } from './setting-draft.js';
import { SaveSettingDocument, SettingsDocument } from './settings.generated.js';

export type SavingSetting =
  | { readonly status: 'idle' | 'sending' | 'saved' }
  | { readonly status: 'refused'; readonly code: string }
  /** Somebody was faster; what is typed is still there. */
  | { readonly status: 'changed_meanwhile'; readonly theirs: SettingEntry }
  | { readonly status: 'failed'; readonly error: Error };

export function useSaveSetting(): {
  readonly state: SavingSetting;
  /** @returns whether it was saved. */
  readonly save: (input: SaveSettingInput) => Promise<boolean>;
  readonly reset: () => void;
} {
  const [state, setState] = useState<SavingSetting>({ status: 'idle' });
  const [run] = useMutation(SaveSettingDocument, { refetchQueries: [SettingsDocument], awaitRefetchQueries: true });
  async function save(input: SaveSettingInput): Promise<boolean> {
    setState({ status: 'sending' });
    try {
      const result = (await run({ variables: { input } })).data?.saveSetting;
      if (result?.__typename === 'SaveSettingSuccess') {
        setState({ status: 'saved' });
        return true;
      }
      if (result?.__typename === 'SettingChangedProblem')
        setState({ status: 'changed_meanwhile', theirs: result.setting });
      else setState({ status: 'refused', code: result?.code ?? 'invalid' });
    } catch (error) {
      setState({ status: 'failed', error: error instanceof Error ? error : new Error('UNKNOWN') });
    }
    return false;
  }
  return { state, save, reset: () => setState({ status: 'idle' }) };
}
