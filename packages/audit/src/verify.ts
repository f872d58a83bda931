import { NO_PREVIOUS_AUDIT, type AuditHead, type StoredAuditRecord } from '@sos/domain';

import { auditHash } from './append.js';

export interface StoredAuditEntry extends StoredAuditRecord {
  /** Hex, as stored: what the entry claims. */
  readonly hash: string;
}

/** A row that cannot be an entry, e.g. because a column was emptied. */
export interface UnreadableAuditEntry {
  readonly sequence: number;
  readonly unreadable: true;
}

export type AuditFinding =
  /** What an entry says, or its hash column, is not what was hashed. */
  | { readonly kind: 'changed'; readonly sequence: number }
  | { readonly kind: 'unreadable'; readonly sequence: number }
  /** Numbers that are not there. */
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** Two entries with one number. */
  | { readonly kind: 'fork'; readonly sequence: number }
  /** A number that comes after a higher one, or is below 1. */
  | { readonly kind: 'order'; readonly sequence: number }
  /** An entry that does not follow from the one before it: one of the two was replaced. */
  | { readonly kind: 'unlinked'; readonly sequence: number }
  /** The chain holds together, and is not the one whose head was kept. */
  | { readonly kind: 'rewritten'; readonly sequence: number }
  /** The chain ends before a head that was kept. */
  | { readonly kind: 'cut'; readonly kept: number; readonly last: number };

export interface AuditVerdict {
  /** Null while there is no entry. */
  readonly head: AuditHead | null;
  readonly findings: number;
}

export interface VerifyOptions {
  /** Heads kept elsewhere. Without one a chain that was rewritten to its end, or cut at its end, cannot be told from a true one. */
  readonly heads?: readonly AuditHead[];
  onFinding(finding: AuditFinding): void;
}

interface Last {
  readonly sequence: number;
  readonly hash: string;
}

const BEFORE_THE_FIRST: Last = { sequence: 0, hash: NO_PREVIOUS_AUDIT };

function* placeFindings(last: Last, sequence: number): Generator<AuditFinding> {
  if (sequence === last.sequence && sequence > 0) yield { kind: 'fork', sequence };
  else if (sequence <= last.sequence) yield { kind: 'order', sequence };
  else if (sequence > last.sequence + 1) yield { kind: 'missing', from: last.sequence + 1, to: sequence - 1 };
}

function* contentFindings(last: Last, entry: StoredAuditEntry | UnreadableAuditEntry): Generator<AuditFinding> {
  const { sequence } = entry;
  if ('unreadable' in entry) {
    yield { kind: 'unreadable', sequence };
    return;
  }
  if (auditHash(entry).toString('hex') !== entry.hash) yield { kind: 'changed', sequence };
  // Where numbers are missing that has been said, and the link cannot hold.
  if (sequence === last.sequence + 1 && entry.previous !== last.hash) yield { kind: 'unlinked', sequence };
}

/** Each number with the hashes kept for it: two heads that disagree cannot both be met. */
function byNumber(heads: readonly AuditHead[]): ReadonlyMap<number, ReadonlySet<string>> {
  const kept = new Map<number, Set<string>>();
  for (const { sequence, hash } of heads) kept.set(sequence, (kept.get(sequence) ?? new Set()).add(hash));
  return kept;
}

/**
 * Reads the whole chain once, in the order it is given, holding one entry at a time. Every edit, gap, insertion, fork and change of
 * order is found by the chain itself, except what rewrites it up to its end or cuts its end: that takes a head kept elsewhere.
 */
export async function verifyAudit(
  entries: AsyncIterable<StoredAuditEntry | UnreadableAuditEntry>,
  { heads = [], onFinding }: VerifyOptions,
): Promise<AuditVerdict> {
  let findings = 0;
  const tell = (finding: AuditFinding): void => {
    findings += 1;
    onFinding(finding);
  };
  const kept = byNumber(heads);
  let last = BEFORE_THE_FIRST;
  for await (const entry of entries) {
    const hash = 'unreadable' in entry ? '' : entry.hash;
    for (const finding of placeFindings(last, entry.sequence)) tell(finding);
    for (const finding of contentFindings(last, entry)) tell(finding);
    for (const known of kept.get(entry.sequence) ?? [])
      if (known !== hash) tell({ kind: 'rewritten', sequence: entry.sequence });
    if (entry.sequence > last.sequence) last = { sequence: entry.sequence, hash };
  }
  const furthest = Math.max(0, ...kept.keys());
  if (furthest > last.sequence) tell({ kind: 'cut', kept: furthest, last: last.sequence });
  return { head: last.sequence === 0 ? null : last, findings };
}
