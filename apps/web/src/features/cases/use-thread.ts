import { useApolloClient, useQuery } from '@apollo/client/react';
import {
  CryptoError,
  type CryptoErrorCode,
  type SignedSuccession,
  type ThreadFinding,
  type UnlockedKey,
} from '@sos/crypto';
import { useEffect, useMemo, useRef, useState } from 'react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { verifyTeam, type TeamVerdict } from '../../shared/team/verify-team.js';
import { CaseThreadDocument, type CaseThreadQuery } from './case-thread.generated.js';
import { awaitingWord, judgeGrants, type JudgeParts } from './judge-grants.js';
import { findingsOf, isSettled, memberKeyOf, openEntries, toSuccessions, type OpenedEntries } from './open-thread.js';

const POLL_MS = 15_000;

export type Thread = CaseThreadQuery['case'];

export interface ThreadState {
  readonly thread: Thread | undefined;
  readonly error: Error | undefined;
  readonly entries: OpenedEntries;
  readonly findings: readonly ThreadFinding[];
  readonly memberKey: Uint8Array | undefined;
  /** Changes of keys the server tells of: the engine judges them. */
  readonly successions: readonly SignedSuccession[];
  readonly team: Exclude<TeamVerdict, { status: 'verified' }> | null;
  readonly problem: CryptoErrorCode | null;
  readonly refresh: () => Promise<void>;
  /** Tells the other readers that the key to this entry's file does not open it. */
  readonly reportFile: (meta: Thread['entries'][number]) => Promise<void>;
}

const NOTHING: OpenedEntries = new Map();

/** One case, opened with one key. What was opened lives in this hook's state and goes with the component that holds it. */
export function useThread(caseId: string, key: UnlockedKey): ThreadState {
  const apollo = useApolloClient();
  const { client } = useCrypto();
  const { data, error, refetch } = useQuery(CaseThreadDocument, {
    variables: { id: caseId },
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
    skipPollAttempt: () => document.hidden,
  });
  const [entries, setEntries] = useState<OpenedEntries>(NOTHING);
  const [team, setTeam] = useState<ThreadState['team']>(null);
  const [problem, setProblem] = useState<CryptoErrorCode | null>(null);
  // What is open already, for the round that follows; the state of a render may be older.
  const opened = useRef<OpenedEntries>(NOTHING);
  const latestParts = useRef<JudgeParts | null>(null);
  const thread = data?.case;
  useEffect(() => {
    if (!thread) return undefined;
    const round = new AbortController();
    const isOver = (): boolean => round.signal.aborted;
    async function open(metas: Thread['entries'], successions: readonly SignedSuccession[]): Promise<void> {
      const isUnchanged = metas.every((meta) => isSettled(meta, opened.current.get(meta.id)));
      if (isUnchanged && awaitingWord(metas, opened.current).length === 0) return;
      const versions = [...new Set(metas.map(({ rosterVersion }) => rosterVersion))];
      const verdict = await verifyTeam(apollo, client(), 'read', versions);
      if (isOver()) return;
      setTeam(verdict.status === 'verified' ? null : verdict);
      if (verdict.status !== 'verified') return;
      const parts = { crypto: client(), key: key.key, caseId, team: verdict.team, successions };
      latestParts.current = parts;
      const next = await openEntries(metas, opened.current, parts);
      // The case was left or the key locked meanwhile: what was just opened is dropped, not shown.
      if (isOver()) return;
      opened.current = next;
      setEntries(next);
      // Whoever could make a grant again hears of it, and whoever did hears that it opens. Offline, the next round says it.
      await judgeGrants(awaitingWord(metas, next), next, parts).catch(() => undefined);
    }
    open(thread.entries, toSuccessions(thread.successions)).catch((thrown: unknown) => {
      if (!isOver()) setProblem(thrown instanceof CryptoError ? thrown.code : 'INTERNAL');
    });
    return () => round.abort();
  }, [apollo, client, key, caseId, thread]);
  const served = thread?.successions;
  const successions = useMemo(() => toSuccessions(served ?? []), [served]);
  const isWhole = thread?.entries.every(({ id }) => entries.get(id)?.status === 'opened') ?? false;
  return {
    thread,
    error,
    entries,
    team,
    problem,
    findings: findingsOf(entries, isWhole),
    memberKey: memberKeyOf(entries),
    successions,
    refresh: async () => {
      await refetch();
    },
    reportFile: async (meta) => {
      if (latestParts.current === null) return;
      await judgeGrants([meta], opened.current, latestParts.current).catch(() => undefined);
      await refetch();
    },
  };
}
