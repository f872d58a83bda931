import {
  CryptoError,
  type CryptoClient,
  type KeyHandle,
  type LaterGrant,
  type RewrapRefusal,
  type SignedSuccession,
} from '@sos/crypto';
import type { Audience } from '@sos/domain';

import { toBase64 } from '../../platform/keys/base64.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import { AUDIENCES, memberKeyOf, openEntries, type EntryMeta, type OpenedEntries } from './open-thread.js';

export interface Lacking {
  readonly entryId: string;
  readonly caseId: string;
  readonly blobId: string | null;
  /** Fingerprints the server says lack a grant: what to try, never whom to trust. */
  readonly lacking: readonly string[];
}

export interface LetInProgress {
  readonly done: number;
  readonly total: number;
  readonly refused: readonly { readonly entryId: string; readonly refusal: RewrapRefusal | 'not_served' }[];
}

export interface CaseRead {
  readonly entries: readonly EntryMeta[];
  readonly successions: readonly SignedSuccession[];
}

export interface LetInParts {
  readonly crypto: CryptoClient;
  readonly key: KeyHandle;
  /** Verified for sealing, with every earlier list that old entries may name. */
  readonly team: VerifiedTeam;
  readonly listLacking: (skip: number) => Promise<{ readonly total: number; readonly entries: readonly Lacking[] }>;
  readonly readCase: (caseId: string) => Promise<CaseRead>;
  readonly fetchEntry: (entryId: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  readonly fetchFileGrant: (blobId: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** @throws when the line is gone or the server refuses: whoever goes on later finds the entry on the list again. */
  readonly sendGrants: (entryId: string, grants: readonly SentGrant[]) => Promise<void>;
  /** After an entry's grants are sent. */
  readonly onGiven?: (given: Given) => Promise<void>;
  readonly onProgress: (progress: LetInProgress) => void;
  readonly signal: AbortSignal;
}

/** One entry as it was let into. */
export interface Given {
  readonly entryId: string;
  readonly caseId: string;
  readonly audience: Audience;
  /** With the grant of whoever gave. */
  readonly message: Uint8Array;
  readonly memberKey: Uint8Array | undefined;
  readonly successions: readonly SignedSuccession[];
  readonly grants: readonly LaterGrant[];
}

export interface SentGrant {
  readonly subject: 'entry' | 'file';
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly pkesk: string;
  readonly statement: string;
  readonly signature: string;
}

/** What is known of the case under work: one is opened after the other, and dropped before the next. */
interface CaseUnderWork {
  readonly id: string;
  readonly metas: readonly EntryMeta[];
  readonly memberKey: Uint8Array | undefined;
  readonly successions: readonly SignedSuccession[];
}

/**
 * Entry by entry, until the server names none that could be done. There is nothing to resume: what was sent is off the list, also
 * when a colleague sent it, and an entry is whole or untouched wherever this stops.
 */
export async function letIn(parts: LetInParts): Promise<LetInProgress> {
  let progress: LetInProgress = { done: 0, total: 0, refused: [] };
  let current: CaseUnderWork | undefined;
  for (;;) {
    const { total, entries } = await parts.listLacking(progress.refused.length);
    if (entries.length === 0) return progress;
    progress = { ...progress, total: Math.max(progress.total, progress.done + total) };
    parts.onProgress(progress);
    for (const lacking of entries) {
      if (parts.signal.aborted) return progress;
      if (current?.id !== lacking.caseId) current = await openCaseForWork(lacking.caseId, parts);
      const refusal = await letIntoOne(lacking, current, parts);
      const refused = refusal === null ? [] : [{ entryId: lacking.entryId, refusal }];
      progress = { ...progress, done: progress.done + 1, refused: [...progress.refused, ...refused] };
      parts.onProgress(progress);
    }
  }
}

/** The member's key comes from their own signed report and from nowhere else. */
async function openCaseForWork(caseId: string, parts: LetInParts): Promise<CaseUnderWork> {
  const { entries: metas, successions } = await parts.readCase(caseId);
  const { crypto, key, team, fetchEntry } = parts;
  let states: OpenedEntries = new Map();
  for (const meta of metas.toSorted((one, other) => one.position - other.position)) {
    states = await openEntries([meta], states, { crypto, key, caseId, team, successions, fetchEntry });
    if (memberKeyOf(states) !== undefined) break;
  }
  return { id: caseId, metas, memberKey: memberKeyOf(states), successions };
}

async function letIntoOne(
  { entryId, blobId, lacking }: Lacking,
  { id: caseId, metas, memberKey, successions }: CaseUnderWork,
  parts: LetInParts,
): Promise<RewrapRefusal | 'not_served' | null> {
  const { crypto, key, team } = parts;
  const audience = AUDIENCES.find((known) => known === metas.find(({ id }) => id === entryId)?.audience);
  const message = await parts.fetchEntry(entryId);
  const filePkesk = blobId === null ? undefined : await parts.fetchFileGrant(blobId);
  if (audience === undefined || message === null || filePkesk === null) return 'not_served';
  const result = await crypto.rewrapEntry({
    key,
    message,
    expected: { caseId, entryId, audience, teamId: team.teamId },
    roster: team.ref,
    rosters: [team.ref, ...team.earlier],
    participants: memberKey ? [memberKey] : [],
    successions,
    grantees: lacking,
    filePkesk,
  });
  if (!result.ok) return result.refusal;
  await parts.sendGrants(entryId, result.grants.map(toSent));
  await parts.onGiven?.({ entryId, caseId, audience, message, memberKey, successions, grants: result.grants });
  return null;
}

function toSent({ subject, keyFingerprint, keySha256, pkesk, statement }: LaterGrant): SentGrant {
  // The engine signs armored; a binary signature would come from somewhere else.
  if (typeof statement.signature !== 'string') throw new CryptoError('INTERNAL');
  return {
    subject,
    fingerprint: keyFingerprint,
    keySha256,
    pkesk: toBase64(pkesk),
    statement: toBase64(statement.bytes),
    signature: statement.signature,
  };
}
