import {
  activeHolders,
  parseRootSet,
  parseRoster,
  parseSignedJson,
  toSignedBytes,
  type Roster,
  type RosterHolder,
} from './roster.js';

const HASH = 'a'.repeat(64);

function holder(fill: string, change: Partial<RosterHolder> = {}): RosterHolder {
  return {
    fingerprint: fill.repeat(40),
    keySha256: fill.repeat(64),
    role: 'responder',
    from: '2026-01-01T00:00:00Z',
    until: null,
    status: 'active',
    ...change,
  };
}

const ROSTER: Roster = {
  ctx: 'responder-roster.v1',
  version: 1,
  prevSha256: null,
  issued: '2026-11-01T00:00:00Z',
  renewBy: '2026-12-01T00:00:00Z',
  notAfter: '2027-01-15T00:00:00Z',
  rootSetVersion: 1,
  teams: [
    {
      id: 'americas',
      holders: [
        holder('1'),
        holder('2', { status: 'suspended' }),
        holder('3', { from: '2026-12-01T00:00:00Z' }),
        holder('4', { until: '2026-11-10T00:00:00Z' }),
        holder('5', { role: 'recovery' }),
      ],
    },
  ],
};

describe('a roster', () => {
  it('comes back from its exact bytes', () => {
    expect(parseRoster(toSignedBytes(ROSTER))).toEqual(ROSTER);
  });

  it('names who is active on a day, by role or all', () => {
    const fills = (at: string, role?: RosterHolder['role']): string[] =>
      activeHolders(ROSTER, 'americas', new Date(at), role).map(({ fingerprint }) => fingerprint.charAt(0));
    expect(fills('2026-11-05T00:00:00Z')).toEqual(['1', '4', '5']);
    expect(fills('2026-11-10T00:00:00Z', 'responder')).toEqual(['1']);
    expect(fills('2026-12-01T00:00:00Z', 'responder')).toEqual(['1', '3']);
    expect(activeHolders(ROSTER, 'nowhere', new Date())).toEqual([]);
  });

  it.each([
    ['another ctx', { ctx: 'roots.v1' }],
    ['no predecessor for version 2', { version: 2 }],
    ['renewal after the end', { renewBy: '2027-02-01T00:00:00Z' }],
    ['76 days', { notAfter: '2027-01-16T00:00:01Z' }],
    ['a team twice', { teams: [...ROSTER.teams, ...ROSTER.teams] }],
    ['a holder twice', { teams: [{ id: 'americas', holders: [holder('1'), holder('1')] }] }],
    ['a name in it', { teams: [{ id: 'americas', holders: [{ ...holder('1'), name: 'Ana' }] }] }],
  ])('is refused with %s', (_, change) => {
    expect(parseRoster(new TextEncoder().encode(JSON.stringify({ ...ROSTER, ...change })))).toBeUndefined();
  });
});

describe('a root set', () => {
  it('needs distinct members, at least as many as its threshold', () => {
    const members = [
      { fingerprint: '1'.repeat(40), keySha256: HASH },
      { fingerprint: '2'.repeat(40), keySha256: HASH },
    ];
    const parse = (value: object): unknown =>
      parseRootSet(new TextEncoder().encode(JSON.stringify({ ctx: 'roots.v1', version: 1, ...value })));
    expect(parse({ threshold: 2, members })).toMatchObject({ threshold: 2 });
    expect(parse({ threshold: 3, members })).toBeUndefined();
    expect(parse({ threshold: 0, members })).toBeUndefined();
    expect(parse({ threshold: 2, members: [...members.slice(1), ...members.slice(1)] })).toBeUndefined();
  });
});

describe('signed JSON', () => {
  it.each([
    ['ctx second', '{"a":1,"ctx":"x.v1"}'],
    ['ctx twice', '{"ctx":"x.v1","ctx":"y.v1"}'],
    ['a blank', '{"ctx":"x.v1", "a":1}'],
    ['a longer ctx', '{"ctx":"x.v10"}'],
    ['another ctx', '{"ctx":"y.v1"}'],
    ['an escaped spelling', '{"ctx":"x.v1","a":"\\u0041"}'],
    ['a byte order mark', '\uFEFF{"ctx":"x.v1"}'],
    ['a tail', '{"ctx":"x.v1"}\n'],
  ])('has one spelling only: refuses %s', (_, text) => {
    expect(parseSignedJson(new TextEncoder().encode(text), 'x.v1')).toBeUndefined();
  });

  it('refuses what is not UTF-8 and takes what is right', () => {
    expect(parseSignedJson(Uint8Array.of(0x7b, 0xff, 0x7d), 'x.v1')).toBeUndefined();
    expect(parseSignedJson(new TextEncoder().encode('{"ctx":"x.v1","a":"ñ"}'), 'x.v1')).toEqual({
      ctx: 'x.v1',
      a: 'ñ',
    });
  });
});
