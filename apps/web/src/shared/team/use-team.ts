import { useApolloClient } from '@apollo/client/react';
import type { RosterEvidence } from '@sos/crypto';
import { useCallback, useEffect, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { verifyTeam, type TeamVerdict } from './verify-team.js';

export type TeamState = { readonly status: 'checking' } | TeamVerdict;

export interface Team {
  readonly state: TeamState;
  /** Verifies again, in the engine that runs now. */
  readonly check: () => Promise<TeamVerdict>;
}

/** The verified response team. It is checked anew after every lock and unlock, because those start another engine. */
export function useTeam(use: RosterEvidence['use'] = 'seal'): Team {
  const apollo = useApolloClient();
  const { client, lockState } = useCrypto();
  const [state, setState] = useState<TeamState>({ status: 'checking' });
  const ask = useCallback(
    (): Promise<TeamVerdict> =>
      verifyTeam(apollo, client(), use).catch((error: unknown): TeamVerdict => ({
        status: 'unreachable',
        error: error instanceof Error ? error : new Error('UNKNOWN'),
      })),
    [apollo, client, use],
  );
  useEffect(() => {
    let current = true;
    void ask().then((verdict) => current && setState(verdict));
    return () => {
      current = false;
    };
  }, [ask, lockState]);
  const check = useCallback(async () => {
    const verdict = await ask();
    setState(verdict);
    return verdict;
  }, [ask]);
  return { state, check };
}
