import { answersSchema, entryDraftSchema, parseEntry } from './entry.js';

const HASH = 'a'.repeat(64);
const ENTRY = {
  ctx: 'entry.v1',
  caseId: '3f0c8d1e-6f2b-4f7e-9a52-0f6f3c1d2b4a',
  entryId: '7c2b8d1e-6f2b-4f7e-9a52-0f6f3c1d2b4a',
  kind: 'message',
  audience: 'case',
  author: { fingerprint: 'b'.repeat(40), sequence: 1 },
  heads: [],
  recipients: [HASH],
  rosterVersion: 1,
  rosterSha256: HASH,
  build: 'b',
  createdAt: '2026-11-22T10:00:00.000Z',
  body: { text: 'Hola' },
  pad: '...',
};

function parse(change: object): unknown {
  return parseEntry(new TextEncoder().encode(JSON.stringify({ ...ENTRY, ...change })));
}

describe('an entry', () => {
  it('is read from its signed bytes', () => {
    expect(parse({})).toEqual(ENTRY);
  });

  it.each([
    ['an id that tells a time (UUIDv7)', { entryId: '0193524e-6f2b-7f7e-9a52-0f6f3c1d2b4a' }],
    ['another purpose', { ctx: 'ack.v1' }],
    ['a body of another kind', { body: { entryHash: HASH } }],
    ['an unknown kind', { kind: 'rumour' }],
    ['an unknown field', { location: 'here' }],
    ['sequence 0', { author: { ...ENTRY.author, sequence: 0 } }],
    ['no recipients', { recipients: [] }],
    ['too many heads', { heads: Array.from({ length: 65 }, () => HASH) }],
    ['an upper-case hash', { rosterSha256: HASH.toUpperCase() }],
  ])('is refused with %s', (_, change) => {
    expect(parse(change)).toBeUndefined();
  });

  it('carries answers of a form as plain values under plain names', () => {
    expect(
      answersSchema.safeParse({ what: 'x', when: null, people: 3, needs: ['shelter'], urgent: true }).success,
    ).toBe(true);
    for (const wrong of [{ 'a b': 'x' }, { what: { nested: 1 } }, { what: 'x'.repeat(50_001) }, { '1': 'x' }]) {
      expect(answersSchema.safeParse(wrong).success).toBe(false);
    }
  });

  it('takes no draft whose body does not fit its kind', () => {
    const report = { severity: 'high', answers: {}, caseNonce: 'c'.repeat(32) };
    expect(entryDraftSchema.safeParse({ kind: 'report', body: report }).success).toBe(true);
    expect(entryDraftSchema.safeParse({ kind: 'report', body: { ...report, authorKey: 'mine' } }).success).toBe(false);
    expect(entryDraftSchema.safeParse({ kind: 'consent', body: { uses: { publish_name: 'ask_first' } } }).success).toBe(
      true,
    );
    expect(entryDraftSchema.safeParse({ kind: 'consent', body: { uses: { publish_name: 'maybe' } } }).success).toBe(
      false,
    );
  });
});
