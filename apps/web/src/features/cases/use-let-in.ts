import { useApolloClient, useQuery } from '@apollo/client/react';
import type { ApolloClient } from '@apollo/client';
import { CryptoError, type CryptoErrorCode, type UnlockedKey } from '@sos/crypto';
import { useEffect, useRef, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { verifyTeam, type TeamVerdict } from '../../shared/team/verify-team.js';
import { letIn, type LetInParts, type LetInProgress } from './let-in.js';
import { MissingGrantsDocument, type MissingGrantsQuery } from './let-in.generated.js';
import { overTheNetwork } from './let-in-network.js';

export type LetInState =
  | { readonly status: 'idle' }
  | { readonly status: 'working'; readonly progress: LetInProgress }
  | { readonly status: 'finished' | 'stopped' | 'offline'; readonly progress: LetInProgress }
  | { readonly status: 'team'; readonly verdict: Exclude<TeamVerdict, { status: 'verified' }> }
  | { readonly status: 'failed'; readonly code: CryptoErrorCode };

export interface LetIn {
  readonly missing: MissingGrantsQuery['missingGrants'] | undefined;
  readonly state: LetInState;
  readonly start: (key: UnlockedKey) => void;
  readonly stop: () => void;
}

const NOTHING: LetInProgress = { done: 0, total: 0, refused: [] };
const POLL_MS = 60_000;
/** Every list the roots ever signed: an old entry names the one it was sealed under. */
const FIRST_ROSTER = 1;

/** What colleagues who joined later cannot read, and the work of letting them in. It ends with the window, the lock or a press. */
export function useLetIn(onDone: () => void): LetIn {
  const apollo = useApolloClient();
  const { client, key: unlocked } = useCrypto();
  const { data, refetch } = useQuery(MissingGrantsDocument, {
    variables: { skip: 0 },
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
    skipPollAttempt: () => document.hidden,
  });
  const [state, setState] = useState<LetInState>({ status: 'idle' });
  const work = useRef<AbortController | null>(null);
  // A lock ends the engine and every key in it: the work ends with them.
  useEffect(() => () => work.current?.abort(), [unlocked]);

  async function run(key: UnlockedKey): Promise<void> {
    const { signal } = (work.current = new AbortController());
    let progress = NOTHING;
    setState({ status: 'working', progress });
    try {
      const verdict = await verifyTeam(apollo, client(), 'seal', [FIRST_ROSTER]);
      if (verdict.status !== 'verified') {
        setState({ status: 'team', verdict });
        return;
      }
      progress = await letIn({
        ...overTheNetwork(apollo),
        listLacking: listLacking(apollo),
        crypto: client(),
        key: key.key,
        team: verdict.team,
        signal,
        onProgress: (next) => setState({ status: 'working', progress: (progress = next) }),
      });
      setState({ status: signal.aborted ? 'stopped' : 'finished', progress });
    } catch (error) {
      setState(outcomeOf(error, signal.aborted, progress));
    } finally {
      void refetch();
      onDone();
    }
  }

  return {
    missing: data?.missingGrants,
    state,
    start: (key) => void run(key),
    stop: () => work.current?.abort(),
  };
}

export function outcomeOf(error: unknown, stopped: boolean, progress: LetInProgress): LetInState {
  if (stopped) return { status: 'stopped', progress };
  return error instanceof CryptoError ? { status: 'failed', code: error.code } : { status: 'offline', progress };
}

function listLacking(apollo: ApolloClient): LetInParts['listLacking'] {
  return async (skip) => {
    const { data } = await apollo.query({
      query: MissingGrantsDocument,
      variables: { skip },
      fetchPolicy: 'network-only',
    });
    return data?.missingGrants ?? { total: 0, entries: [] };
  };
}
