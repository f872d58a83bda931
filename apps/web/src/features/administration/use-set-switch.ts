import { useMutation } from '@apollo/client/react';
import { useState } from 'react';

import { ServiceSwitchesDocument, SetSwitchDocument, type ServiceSwitchesQuery } from './switches.generated.js';

export type SwitchEntry = ServiceSwitchesQuery['serviceSwitches'][number];

export type SettingSwitch =
  | { readonly status: 'idle' | 'sending' | 'done' | 'changed_meanwhile' }
  | { readonly status: 'failed'; readonly error: Error };

export interface SwitchChange {
  readonly stopped: boolean;
  /** Null: until somebody lets it run again. */
  readonly hours: number | null;
}

export function useSetSwitch({ name, version }: SwitchEntry): {
  readonly state: SettingSwitch;
  readonly set: (change: SwitchChange) => Promise<void>;
} {
  const [state, setState] = useState<SettingSwitch>({ status: 'idle' });
  const [run] = useMutation(SetSwitchDocument, {
    refetchQueries: [ServiceSwitchesDocument],
    awaitRefetchQueries: true,
  });
  async function set(change: SwitchChange): Promise<void> {
    setState({ status: 'sending' });
    try {
      const { data } = await run({ variables: { input: { name, version, ...change } } });
      setState({ status: data?.setSwitch.__typename === 'SetSwitchSuccess' ? 'done' : 'changed_meanwhile' });
    } catch (error) {
      setState({ status: 'failed', error: error instanceof Error ? error : new Error('UNKNOWN') });
    }
  }
  return { state, set };
}
