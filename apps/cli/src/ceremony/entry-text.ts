import type { Entry } from '@sos/domain';

import { forTerminal } from '../platform/terminal.js';

type Answer = string | number | boolean | null | readonly string[];

function answerText(value: Answer): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function bodyLines(entry: Entry): string[] {
  switch (entry.kind) {
    case 'report':
      return [
        `Level: ${entry.body.severity}`,
        ...Object.entries(entry.body.answers).map(([question, value]) => `${question}: ${answerText(value)}`),
      ];
    case 'message':
    case 'team_note':
    case 'assessment':
    case 'action':
    case 'referral':
      return [entry.body.text];
    case 'file':
      return [
        `${entry.body.name} (${entry.body.mediaType}, ${entry.body.size} bytes). The file itself is in chunks of its own.`,
      ];
    case 'consent':
      return Object.entries(entry.body.uses).map(([use, answer]) => `${use}: ${answer}`);
    case 'ack':
      return [`Received: entry ${entry.body.entryHash}`];
  }
}

/** What the person wrote, without the padding. */
export function entryLines(entry: Entry): string[] {
  const { kind, caseId, entryId, audience, createdAt } = entry;
  const head = [`${kind} to ${audience}, dated ${createdAt}`, `Case ${caseId}, entry ${entryId}`];
  return [...head, '', ...bodyLines(entry).map(forTerminal)];
}
