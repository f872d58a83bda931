import { checkThread, headsFor, nextSequence, type ThreadEntry } from './thread.js';

const ANA = 'a'.repeat(40);
const LUZ = 'b'.repeat(40);
const MEMBER = '1'.repeat(64);
const TEAM_ONE = '2'.repeat(64);
const TEAM_TWO = '3'.repeat(64);

function entry(
  entryHash: string,
  author: string,
  sequence: number,
  change: Partial<ThreadEntry['entry']> = {},
): ThreadEntry {
  const base = {
    entryId: `id-of-${entryHash}`,
    audience: 'case' as const,
    heads: [],
    recipients: [MEMBER, TEAM_ONE, TEAM_TWO],
  };
  return { entryHash, entry: { ...base, author: { fingerprint: author, sequence }, ...change } };
}

describe('a thread', () => {
  it('is clean when everything is there, whatever the order', () => {
    const entries = [
      entry('h3', LUZ, 1, { heads: ['h1'] }),
      entry('h1', ANA, 1),
      entry('h2', ANA, 2, { heads: ['h1'] }),
    ];
    expect(checkThread(entries)).toEqual([]);
  });

  it('shows a gap and keeps the rest', () => {
    expect(checkThread([entry('h1', ANA, 1), entry('h4', ANA, 4)])).toEqual([
      { finding: 'gap', author: ANA, audience: 'case', missing: [2, 3] },
    ]);
  });

  it('does not fill the memory for a hostile sequence number', () => {
    const [gap] = checkThread([entry('h1', ANA, 1_000_000)]);
    expect(gap?.finding === 'gap' && gap.missing.length).toBe(100);
  });

  it('shows that reports by two keys claim one case, and takes a second report by the same key for what it is', () => {
    const [key, other] = [Uint8Array.of(1, 2), Uint8Array.of(1, 3)];
    const one = { ...entry('h1', ANA, 1), authorKey: key };
    expect(checkThread([one, { ...entry('h2', ANA, 2), authorKey: key.slice() }, entry('l1', LUZ, 1)])).toEqual([]);
    const findings = checkThread([one, { ...entry('h3', LUZ, 1), authorKey: other }]);
    expect(findings).toEqual([{ finding: 'two_senders', authors: [ANA, LUZ] }]);
  });

  it('shows a fork', () => {
    expect(checkThread([entry('h1', ANA, 1), entry('x1', ANA, 1)])).toEqual([
      { finding: 'fork', author: ANA, audience: 'case', sequence: 1, entryHashes: ['h1', 'x1'] },
    ]);
  });

  it('shows a replay, be it the same entry twice or its id on another', () => {
    expect(checkThread([entry('h1', ANA, 1), entry('h1', ANA, 1)])).toEqual([
      { finding: 'replay', entryId: 'id-of-h1', entryHashes: ['h1', 'h1'] },
    ]);
    expect(checkThread([entry('h1', ANA, 1), entry('h2', ANA, 2, { entryId: 'id-of-h1' })])).toEqual([
      { finding: 'replay', entryId: 'id-of-h1', entryHashes: ['h1', 'h2'] },
    ]);
  });

  it('shows a head that was not served', () => {
    expect(checkThread([entry('h2', LUZ, 1, { heads: ['h1'] })])).toEqual([
      { finding: 'missing_head', entryHash: 'h2', head: 'h1' },
    ]);
  });

  it('names as heads only what every reader can read', () => {
    const note = entry('note', ANA, 1, { audience: 'team', recipients: [TEAM_ONE, TEAM_TWO], heads: ['h1'] });
    const entries = [entry('h1', LUZ, 1), entry('h2', ANA, 1, { heads: ['h1'] }), note];
    expect(headsFor(entries, [MEMBER, TEAM_ONE, TEAM_TWO])).toEqual(['h2']);
    expect(headsFor(entries, [TEAM_ONE, TEAM_TWO])).toEqual(['h2', 'note']);
    expect(headsFor([], [MEMBER])).toEqual([]);
  });

  it('counts each author’s entries to each audience apart', () => {
    const entries = [
      entry('h1', ANA, 1),
      entry('n1', ANA, 1, { audience: 'team' }),
      entry('n2', ANA, 2, { audience: 'team' }),
    ];
    expect(checkThread(entries)).toEqual([]);
    expect(nextSequence(entries, ANA, 'case')).toBe(2);
    expect(nextSequence(entries, ANA, 'team')).toBe(3);
    expect(nextSequence(entries, LUZ, 'case')).toBe(1);
  });
});
