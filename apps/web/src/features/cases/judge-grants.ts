import type { EntryRefusal, JudgedGrant } from '@sos/crypto';

import { toBase64 } from '../../platform/keys/base64.js';
import {
  AUDIENCES,
  fetchSealed,
  toRequest,
  type EntryMeta,
  type OpenedEntries,
  type OpenParts,
} from './open-thread.js';
import { download, postJson } from './send-bytes.js';

/** What another grant could mend; the engine decides again before it signs anything. */
const MENDABLE: readonly EntryRefusal[] = ['no_grant_for_key', 'grant_unusable', 'integrity'];
/** As many as the server takes in one request. */
const MOST_VERDICTS = 100;

export interface SentVerdict {
  readonly entryId: string;
  readonly statement: string;
  readonly signature: string;
}

export interface JudgeParts extends OpenParts {
  readonly fetchFileGrant?: (blobId: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  readonly sendVerdicts?: (verdicts: readonly SentVerdict[]) => Promise<void>;
}

/** Of what this reader cannot open, what another reader could give them a new key for. */
export function isMendable(states: OpenedEntries, { id }: EntryMeta): boolean {
  const state = states.get(id);
  return state?.status === 'refused' && MENDABLE.includes(state.refusal);
}

/** Where the server waits for this reader's word: one that fails and has not been reported, one that stands in a failed one's place. */
export function awaitingWord(metas: readonly EntryMeta[], states: OpenedEntries): readonly EntryMeta[] {
  return metas.filter((meta) => {
    if (isMendable(states, meta)) return !meta.grantFailed;
    return states.get(meta.id)?.status === 'opened' && (meta.grantAwaitsProof || meta.blob?.grantAwaitsProof === true);
  });
}

/**
 * Has the engine open these once more and sign what came of it. Nothing is said here that the engine did not find itself, and nothing is
 * lost when the line is down: the server still waits the next time.
 */
export async function judgeGrants(
  metas: readonly EntryMeta[],
  states: OpenedEntries,
  parts: JudgeParts,
): Promise<void> {
  const verdicts: SentVerdict[] = [];
  for (const meta of metas.slice(0, MOST_VERDICTS / 2)) {
    const judged = await judgeOne(meta, states, parts);
    verdicts.push(...judged.map((verdict) => toSentVerdict(meta.id, verdict)));
  }
  if (verdicts.length > 0) await (parts.sendVerdicts ?? sendVerdicts)(verdicts);
}

async function judgeOne(meta: EntryMeta, states: OpenedEntries, parts: JudgeParts): Promise<readonly JudgedGrant[]> {
  const { crypto, fetchEntry = fetchSealed, fetchFileGrant = fetchGrant } = parts;
  const audience = AUDIENCES.find((known) => known === meta.audience);
  const message = await fetchEntry(meta.id);
  if (!audience || message === null) return [];
  const isOpen = states.get(meta.id)?.status === 'opened';
  const filePkesk = isOpen && meta.blob !== null ? await fetchFileGrant(meta.blob.id) : null;
  return crypto.judgeGrant({
    ...toRequest(meta, audience, states, parts),
    message,
    filePkesk: filePkesk ?? undefined,
  });
}

const fetchGrant = (blobId: string) => download('/blobs/grant', { blobId });

export function toSentVerdict(entryId: string, { statement }: JudgedGrant): SentVerdict {
  return { entryId, statement: toBase64(statement.bytes), signature: String(statement.signature) };
}

export async function sendVerdicts(verdicts: readonly SentVerdict[]): Promise<void> {
  const { status } = await postJson('/entries/grants/verdicts', { verdicts });
  if (status !== 200) throw new Error(String(status));
}
