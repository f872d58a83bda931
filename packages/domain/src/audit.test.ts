import {
  AUDIT_EVENTS,
  AUDIT_FACT,
  AUDIT_GROUPS,
  auditHashInput,
  NO_PREVIOUS_AUDIT,
  parseAuditHead,
  spellAuditHead,
  type AuditRecord,
} from './audit.js';

const record: AuditRecord = {
  sequence: 1,
  previous: NO_PREVIOUS_AUDIT,
  at: '2026-11-25T10:00:00.000Z',
  event: 'membership.changed',
  actorId: 'a',
  subject: 'membership',
  subjectId: 'm',
  facts: { to: 'approver', from: 'member' },
};

test('an entry has one spelling, whatever the order its facts came in', () => {
  const other = { ...record, facts: { from: 'member', to: 'approver' } };
  expect(auditHashInput(other)).toBe(auditHashInput(record));
  expect(auditHashInput(record)).toBe(
    `{"ctx":"audit.v1","sequence":1,"previous":"${NO_PREVIOUS_AUDIT}","at":"2026-11-25T10:00:00.000Z","event":"membership.changed",` +
      '"actorId":"a","subject":"membership","subjectId":"m","facts":[["from","member"],["to","approver"]]}',
  );
});

test('every field is under the hash', () => {
  const changes: readonly Partial<AuditRecord>[] = [
    { sequence: 2 },
    { previous: 'f'.repeat(64) },
    { at: '2026-11-25T10:00:00.001Z' },
    { event: 'membership.ended' },
    { actorId: null },
    { subject: 'account' },
    { subjectId: 'n' },
    { facts: {} },
  ];
  const spellings = changes.map((change) => auditHashInput({ ...record, ...change }));
  expect(new Set([...spellings, auditHashInput(record)]).size).toBe(changes.length + 1);
});

test.each(['ana@people.example', 'a sentence', 'line\nbreak', 'ñ', 'x'.repeat(81)])('%j is no fact', (text) => {
  expect(text).not.toMatch(AUDIT_FACT);
});

test('every event is in a group, and every group has an event', () => {
  expect([...new Set(AUDIT_EVENTS.map((event) => event.split('.')[0]))].sort()).toEqual([...AUDIT_GROUPS].sort());
});

test('a head is read as it is written, and nothing else is a head', () => {
  const head = { sequence: 12, hash: 'ab'.repeat(32) };
  expect(parseAuditHead(`${spellAuditHead(head)}\n`)).toEqual(head);
  for (const text of [
    '',
    '12',
    `${head.hash}@0`,
    `${head.hash}@01`,
    `${head.hash.toUpperCase()}@1`,
    `${head.hash}@1@2`,
  ])
    expect(parseAuditHead(text)).toBeNull();
});
