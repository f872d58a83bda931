import type { Audience, Entry } from '@sos/domain';
import { sha256Hex } from './bytes.js';

/** One opened entry, as far as its place in the case is concerned. */
export interface ThreadEntry {
  readonly entryHash: string;
  readonly entry: Pick<Entry, 'entryId' | 'audience' | 'author' | 'heads' | 'recipients'>;
  /** The key a report carries. */
  readonly authorKey?: Uint8Array | undefined;
}

/** What does not add up in a case. The rest of the case stays readable. */
export type ThreadFinding =
  /** Entries of this author, to this audience, that were not served. */
  | {
      readonly finding: 'gap';
      readonly author: string;
      readonly audience: Audience;
      readonly missing: readonly number[];
    }
  /** Two different entries with the same place in an author's sequence. */
  | {
      readonly finding: 'fork';
      readonly author: string;
      readonly audience: Audience;
      readonly sequence: number;
      readonly entryHashes: readonly string[];
    }
  /** The same entry, or the same entry id, served more than once. */
  | { readonly finding: 'replay'; readonly entryId: string; readonly entryHashes: readonly string[] }
  /** An entry names an earlier one, readable to all its readers, that was not served. */
  | { readonly finding: 'missing_head'; readonly entryHash: string; readonly head: string }
  /** Reports by different keys: no order of serving may decide which of them the case belongs to. */
  | { readonly finding: 'two_senders'; readonly authors: readonly string[] };

/** A gap wider than this is reported as far as this: a hostile sequence number must not fill the memory. */
const GAP_REPORT_MAX = 100;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function findTwoSenders(entries: readonly ThreadEntry[]): readonly ThreadFinding[] {
  const reports = entries.flatMap(({ entry, authorKey }) => (authorKey ? [{ entry, hash: sha256Hex(authorKey) }] : []));
  if (distinct(reports.map(({ hash }) => hash)).length < 2) return [];
  return [{ finding: 'two_senders', authors: distinct(reports.map(({ entry }) => entry.author.fingerprint)) }];
}

function findReplays(entries: readonly ThreadEntry[]): readonly ThreadFinding[] {
  return groupBy(entries, ({ entry }) => entry.entryId).flatMap((same) => {
    const [first] = same;
    if (!first || same.length === 1) return [];
    return [{ finding: 'replay', entryId: first.entry.entryId, entryHashes: same.map(({ entryHash }) => entryHash) }];
  });
}

function findForks(entries: readonly ThreadEntry[]): readonly ThreadFinding[] {
  return groupBy(entries, placeOf).flatMap((same) => {
    const [first] = same;
    const entryHashes = distinct(same.map(({ entryHash }) => entryHash));
    if (!first || entryHashes.length === 1) return [];
    const { author, audience } = first.entry;
    return [{ finding: 'fork', author: author.fingerprint, audience, sequence: author.sequence, entryHashes }];
  });
}

function seriesOf({ entry }: ThreadEntry): string {
  return `${entry.author.fingerprint} ${entry.audience}`;
}

function placeOf(item: ThreadEntry): string {
  return `${seriesOf(item)} ${String(item.entry.author.sequence)}`;
}

function missingNumbers(series: readonly ThreadEntry[]): readonly number[] {
  const seen = new Set(series.map(({ entry }) => entry.author.sequence));
  const missing: number[] = [];
  for (let number = 1; number < Math.max(...seen) && missing.length < GAP_REPORT_MAX; number += 1) {
    if (!seen.has(number)) missing.push(number);
  }
  return missing;
}

function findGaps(entries: readonly ThreadEntry[]): readonly ThreadFinding[] {
  return groupBy(entries, seriesOf).flatMap((series) => {
    const missing = missingNumbers(series);
    const [first] = series;
    if (!first || missing.length === 0) return [];
    return [{ finding: 'gap', author: first.entry.author.fingerprint, audience: first.entry.audience, missing }];
  });
}

function findMissingHeads(entries: readonly ThreadEntry[]): readonly ThreadFinding[] {
  const known = new Set(entries.map(({ entryHash }) => entryHash));
  return entries.flatMap(({ entryHash, entry }) =>
    entry.heads
      .filter((head) => !known.has(head))
      .map((head) => ({ finding: 'missing_head', entryHash, head }) as const),
  );
}

/** Looks at all opened entries of one case together: what does not add up is shown, never hidden and never fatal. */
export function checkThread(entries: readonly ThreadEntry[]): readonly ThreadFinding[] {
  return [
    ...findTwoSenders(entries),
    ...findReplays(entries),
    ...findForks(entries),
    ...findGaps(entries),
    ...findMissingHeads(entries),
  ];
}

/** The next number of this author in this series, counted from what has been opened. */
export function nextSequence(entries: readonly ThreadEntry[], fingerprint: string, audience: Audience): number {
  const own = entries.filter(({ entry }) => entry.author.fingerprint === fingerprint && entry.audience === audience);
  return Math.max(0, ...own.map(({ entry }) => entry.author.sequence)) + 1;
}

/**
 * The heads a new entry names: the latest entries that *every* reader of the new one can read, so that a message to the
 * member never gives away that a team note exists.
 */
export function headsFor(entries: readonly ThreadEntry[], readerKeyHashes: readonly string[]): readonly string[] {
  const visible = entries.filter(({ entry }) => readerKeyHashes.every((hash) => entry.recipients.includes(hash)));
  const superseded = new Set(visible.flatMap(({ entry }) => entry.heads));
  return distinct(visible.map(({ entryHash }) => entryHash).filter((hash) => !superseded.has(hash)));
}
