import { skipToken, useApolloClient, useQuery } from '@apollo/client/react';
import type { ApolloClient } from '@apollo/client';
import type { UnlockedKey } from '@sos/crypto';
import { useEffect, useRef, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { dropOtherVault, readOtherVault } from '../../platform/keys/key-database.js';
import { useViewer } from '../../platform/session.js';
import { verifyTeam } from '../../shared/team/verify-team.js';
import { letIn, type LetInParts, type LetInProgress } from './let-in.js';
import { EntriesToMoveDocument, MyKeySuccessionsDocument } from './let-in.generated.js';
import { overTheNetwork } from './let-in-network.js';
import { proveMoved } from './move-cases.js';
import { outcomeOf, type LetInState } from './use-let-in.js';

export interface MoveCases {
  /** Fingerprint of the key before today's; null for whoever has had one only. */
  readonly from: string | null;
  /** How many entries only the earlier key opens. */
  readonly total: number;
  /** Whether the earlier key lies locked on this device; undefined while that is not known. */
  readonly isHere: boolean | undefined;
  readonly state: LetInState;
  /** @throws CryptoError for wrong words; then nothing has begun. */
  readonly start: (passphrase: string) => Promise<void>;
  /** Away with what was found; the earlier key is locked by then, so it takes its words to try again. */
  readonly again: () => void;
  readonly stop: () => void;
  readonly forget: () => Promise<void>;
}

const NOTHING: LetInProgress = { done: 0, total: 0, refused: [] };
const FIRST_ROSTER = 1;

/** Moves what one's earlier key opens to the key of today. It ends with the window, the lock or a press, and goes on where it stood. */
export function useMoveCases(unlocked: UnlockedKey | null, onDone: () => void): MoveCases {
  const apollo = useApolloClient();
  const { client } = useCrypto();
  const { id: accountId } = useViewer();
  const { from, total, refetch } = useToMove();
  const [isHere, setHere] = useKept(accountId, from);
  const [state, setState] = useState<LetInState>({ status: 'idle' });
  const work = useRef<AbortController | null>(null);
  useEffect(() => () => work.current?.abort(), [unlocked]);

  async function run(earlier: UnlockedKey, current: UnlockedKey): Promise<void> {
    const { signal } = (work.current = new AbortController());
    let progress = NOTHING;
    setState({ status: 'working', progress });
    try {
      const verdict = await verifyTeam(apollo, client(), 'seal', [FIRST_ROSTER]);
      if (verdict.status !== 'verified') {
        setState({ status: 'team', verdict });
        return;
      }
      const { team } = verdict;
      progress = await letIn({
        ...overTheNetwork(apollo, earlier.fingerprint),
        listLacking: listToMove(apollo, earlier.fingerprint),
        crypto: client(),
        key: earlier.key,
        team,
        signal,
        // Said again when the entry is read next, where the line is down now.
        onGiven: (given) => proveMoved(given, { crypto: client(), key: current.key, team }).catch(() => undefined),
        onProgress: (next) => setState({ status: 'working', progress: (progress = next) }),
      });
      setState({ status: signal.aborted ? 'stopped' : 'finished', progress });
    } catch (error) {
      setState(outcomeOf(error, signal.aborted, progress));
    } finally {
      await client()
        .lock({ key: earlier.key })
        .catch(() => undefined);
      refetch();
      onDone();
    }
  }

  return {
    from,
    total,
    isHere,
    state,
    start: async (passphrase) => {
      const vault = from === null ? undefined : await readOtherVault(accountId, from);
      if (!vault || unlocked === null) return;
      void run(await client().openVault({ vault, passphrase }), unlocked);
    },
    again: () => setState({ status: 'idle' }),
    stop: () => work.current?.abort(),
    forget: async () => {
      if (from !== null) await dropOtherVault(from);
      setHere(false);
    },
  };
}

function useToMove() {
  const mine = useQuery(MyKeySuccessionsDocument, { fetchPolicy: 'cache-and-network' });
  const { key } = useCrypto();
  const from = mine.data?.myKeySuccessions.find(({ toFingerprint }) => toFingerprint === key?.fingerprint);
  const { data, refetch } = useQuery(
    EntriesToMoveDocument,
    from ? { variables: { from: from.fromFingerprint, skip: 0 }, fetchPolicy: 'cache-and-network' } : skipToken,
  );
  return {
    from: from?.fromFingerprint ?? null,
    total: data?.entriesToMove.total ?? 0,
    refetch: () => void refetch(),
  };
}

function useKept(accountId: string, from: string | null) {
  const [isHere, setHere] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    if (from === null) return undefined;
    let current = true;
    readOtherVault(accountId, from)
      .then((vault) => current && setHere(vault !== undefined))
      .catch(() => current && setHere(false));
    return () => {
      current = false;
    };
  }, [accountId, from]);
  return [isHere, setHere] as const;
}

function listToMove(apollo: ApolloClient, from: string): LetInParts['listLacking'] {
  return async (skip) => {
    const variables = { from, skip };
    const { data } = await apollo.query({ query: EntriesToMoveDocument, variables, fetchPolicy: 'network-only' });
    return data?.entriesToMove ?? { total: 0, entries: [] };
  };
}
