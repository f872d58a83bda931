import type { AuditRow, Names } from './audit.repository.js';

export interface AuditEntryView {
  readonly sequence: number;
  readonly at: Date;
  readonly event: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly hash: string;
}

/** The subjects that have a name, each with the names by id. */
export type SubjectNames = ReadonlyMap<string, Names>;

function factsOf(facts: AuditRow['facts']): AuditEntryView['facts'] {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return [];
  const named = Object.entries(facts).flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []));
  return named.sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function toView(row: AuditRow, accounts: Names, subjects: SubjectNames): AuditEntryView {
  const { sequence, at, event, actorId, subject, subjectId, facts, hash } = row;
  // Not even the keyed hash: two entries about one case must not be told from entries about two.
  const shownId = subject === 'case' ? null : subjectId;
  return {
    sequence,
    at,
    event,
    actorId,
    actorName: actorId === null ? null : (accounts.get(actorId) ?? null),
    subject,
    subjectId: shownId,
    subjectName: shownId === null ? null : (subjects.get(subject)?.get(shownId) ?? null),
    facts: factsOf(facts),
    hash: Buffer.from(hash).toString('hex'),
  };
}
