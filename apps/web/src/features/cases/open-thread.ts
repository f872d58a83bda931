import {
  checkThread,
  CryptoError,
  sha256Hex,
  type CryptoClient,
  type EntryRefusal,
  type KeyHandle,
  type OpenedEntry,
  type OpenEntryRequest,
  type SignedStatement,
  type SignedSuccession,
  type ThreadFinding,
} from '@sos/crypto';
import type { Audience } from '@sos/domain';

import { fromBase64 } from '../../platform/keys/base64.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import type { CaseThreadQuery } from './case-thread.generated.js';
import { download } from './send-bytes.js';

export type EntryMeta = CaseThreadQuery['case']['entries'][number];

export type EntryState =
  | { readonly status: 'opened'; readonly opened: OpenedEntry }
  /** `attempt`: which grant was tried. Another one is tried again. */
  | { readonly status: 'refused'; readonly refusal: EntryRefusal; readonly attempt: number | null }
  /** No grant for this key: sealed before its holder joined, or the server keeps it back. */
  | { readonly status: 'no_grant' }
  | { readonly status: 'unreachable' };

export type OpenedEntries = ReadonlyMap<string, EntryState>;

export interface OpenParts {
  readonly crypto: CryptoClient;
  readonly key: KeyHandle;
  readonly caseId: string;
  /** Verified for reading. */
  readonly team: VerifiedTeam;
  /** Changes of keys the server tells of; the engine believes those that lead on from a key it knows. */
  readonly successions?: readonly SignedSuccession[];
  readonly fetchEntry?: (entryId: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

export const fetchSealed = (entryId: string) => download('/entries/download', { entryId });

/**
 * Opens what is not open yet, in order. A report that opens brings the key its author is known by in this case, for that key
 * gives the case's id; nobody's word beside it is taken for that.
 */
export async function openEntries(
  entries: readonly EntryMeta[],
  before: OpenedEntries,
  parts: OpenParts,
): Promise<OpenedEntries> {
  const states = new Map(before);
  for (const meta of entries.toSorted((one, other) => one.position - other.position)) {
    if (isSettled(meta, states.get(meta.id))) continue;
    states.set(meta.id, await openOne(meta, states, parts));
  }
  return states;
}

/** Whether there is nothing new to try: somebody may have let this reader in since, or made their grant again. */
export function isSettled(meta: EntryMeta, state: EntryState | undefined): boolean {
  switch (state?.status) {
    case undefined:
    case 'unreachable':
      return false;
    case 'no_grant':
      return !meta.granted;
    case 'refused':
      return state.attempt === meta.grantAttempt;
    case 'opened':
      return true;
  }
}

async function openOne(meta: EntryMeta, states: OpenedEntries, parts: OpenParts): Promise<EntryState> {
  if (!meta.granted) return { status: 'no_grant' };
  const { crypto, fetchEntry = fetchSealed } = parts;
  const audience = AUDIENCES.find((known) => known === meta.audience);
  const attempt = meta.grantAttempt;
  if (!audience) return { status: 'refused', refusal: 'wrong_audience', attempt };
  try {
    const message = await fetchEntry(meta.id);
    if (message === null) return { status: 'no_grant' };
    const result = await crypto.openEntry({ ...toRequest(meta, audience, states, parts), message });
    return result.ok ? { status: 'opened', opened: result } : { status: 'refused', refusal: result.refusal, attempt };
  } catch (error) {
    if (error instanceof CryptoError) throw error;
    return { status: 'unreachable' };
  }
}

/** Everything an entry is judged by, but its bytes. */
export function toRequest(
  meta: EntryMeta,
  audience: Audience,
  states: OpenedEntries,
  { key, caseId, team, successions }: OpenParts,
): Omit<OpenEntryRequest, 'message'> {
  const memberKey = memberKeyOf(states);
  return {
    key,
    expected: { caseId, entryId: meta.id, audience, teamId: team.teamId },
    rosters: [team.ref, ...team.earlier],
    participants: memberKey ? [memberKey] : [],
    successions,
    statement: toStatement(meta),
  };
}

/** As the server serves them. */
export function toSuccessions(served: CaseThreadQuery['case']['successions']): readonly SignedSuccession[] {
  return served.map(({ bytes, signatures, fromKey, toKey }) => ({
    bytes: fromBase64(bytes),
    signatures,
    fromKey: fromBase64(fromKey),
    toKey: fromBase64(toKey),
  }));
}

function toStatement({ grantStatement }: EntryMeta): SignedStatement | undefined {
  return grantStatement ? { bytes: fromBase64(grantStatement.bytes), signature: grantStatement.signature } : undefined;
}

export const AUDIENCES = ['case', 'team', 'named', 'partner', 'outsider'] as const;

/** The key that opened the case, as its signed report carries it; none while two claim to be it, whichever came first. */
export function memberKeyOf(states: OpenedEntries): Uint8Array | undefined {
  const keys = openedIn(states).flatMap(({ authorKey }) => authorKey ?? []);
  return new Set(keys.map(sha256Hex)).size === 1 ? keys[0] : undefined;
}

export function openedIn(states: OpenedEntries): readonly OpenedEntry[] {
  return [...states.values()].flatMap((state) => (state.status === 'opened' ? [state.opened] : []));
}

/** Gaps, forks and replays among everything that opened. What could not be opened is missing for a reason already shown. */
export function findingsOf(states: OpenedEntries, isWhole: boolean): readonly ThreadFinding[] {
  const findings = checkThread(openedIn(states));
  return isWhole ? findings : findings.filter(({ finding }) => finding !== 'gap' && finding !== 'missing_head');
}
