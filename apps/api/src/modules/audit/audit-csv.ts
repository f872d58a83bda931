import { toCsv } from '@sos/domain';

import type { AuditEntryView } from './audit-view.js';

const HEADER = [
  'number',
  'time (UTC)',
  'event',
  'actor',
  'actor id',
  'subject',
  'subject id',
  'subject name',
  'facts',
  'hash',
];

function* linesOf(entries: readonly AuditEntryView[]): Generator<readonly string[]> {
  yield HEADER;
  for (const { sequence, at, event, actorName, actorId, subject, subjectId, subjectName, facts, hash } of entries)
    yield [
      String(sequence),
      at.toISOString(),
      event,
      actorName ?? '',
      actorId ?? '',
      subject,
      subjectId ?? '',
      subjectName ?? '',
      facts.map(({ name, value }) => `${name}=${value}`).join('; '),
      hash,
    ];
}

/** For a spreadsheet, not for checking the chain: an entry about a case is there without what it names. */
export function auditCsv(entries: readonly AuditEntryView[]): string {
  return toCsv(linesOf(entries));
}
