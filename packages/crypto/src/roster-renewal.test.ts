import { toSignedBytes, type Roster } from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { createWorld, daysFrom, evidenceFor, holderOf, NOW, signAll, TEAM, type World } from './testing/world.js';
import type { RosterEvidence, SignedBytes, UnlockedKey } from './types.js';

const PURPOSE = 'responder-roster.v1';

let world: World;
let renewers: readonly UnlockedKey[];
let base: Roster;

beforeAll(async () => {
  world = await createWorld();
  renewers = [await world.engine.generateKey(), await world.engine.generateKey(), await world.engine.generateKey()];
  base = { ...world.roster, renewers: renewers.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 })) };
});
afterEach(() => world.setNow(NOW));

async function signed(roster: Roster, signers: readonly UnlockedKey[]): Promise<SignedBytes> {
  const bytes = toSignedBytes(roster);
  return { bytes, signatures: await signAll(world.engine, bytes, signers, PURPOSE) };
}

/** The next one in the chain, its dates `days` later than the first one's. */
function renewalOf(previous: Roster, days: number, change: Partial<Roster> = {}): Roster {
  return {
    ...previous,
    version: previous.version + 1,
    prevSha256: sha256Hex(toSignedBytes(previous)),
    issued: daysFrom(NOW, days),
    renewBy: daysFrom(NOW, days + 29),
    notAfter: daysFrom(NOW, days + 74),
    ...change,
  };
}

async function verify(
  roster: Roster,
  signers: readonly UnlockedKey[],
  history: readonly SignedBytes[],
  change: Partial<RosterEvidence> = {},
) {
  world.setNow(new Date(Date.parse(roster.issued) + 3_600_000));
  const evidence = await evidenceFor(world, base);
  return world.engine.verifyRoster({
    ...evidence,
    roster: await signed(roster, signers),
    holderKeys: [...evidence.holderKeys, ...renewers.map(({ publicKey }) => publicKey)],
    history,
    ...change,
  });
}

async function outcome(...args: Parameters<typeof verify>): Promise<string> {
  const verdict = await verify(...args);
  return verdict.ok ? verdict.signedBy.by : verdict.problem;
}

describe('a renewal', () => {
  it('counts with two of the renewers the roster names, and says so', async () => {
    const verdict = await verify(renewalOf(base, 25), renewers.slice(1), [await signed(base, world.roots.slice(0, 2))]);
    expect(verdict).toMatchObject({
      ok: true,
      version: 2,
      signedBy: {
        by: 'renewers',
        fingerprints: renewers.slice(1).map(({ fingerprint }) => fingerprint),
        needed: 2,
        outOf: 3,
      },
    });
  });

  it('counts with the roots as ever, and so does a roster that names no renewers', async () => {
    const history = [await signed(base, world.roots.slice(0, 2))];
    expect(await outcome(renewalOf(base, 25), world.roots.slice(1), history)).toBe('roots');
    expect(await outcome(renewalOf(world.roster, 25), world.roots.slice(1), [])).toBe('roots');
  });

  it('counts twice in a row and not a third time, until the roots have signed again', async () => {
    const first = await signed(base, world.roots.slice(0, 2));
    const [two, three, four] = [25, 50, 75].reduce<Roster[]>(
      (all, days) => [...all, renewalOf(all.at(-1) ?? base, days)],
      [],
    ) as [Roster, Roster, Roster]; // one for each of the three
    const pair = renewers.slice(0, 2);
    const [second, third] = [await signed(two, pair), await signed(three, pair)];
    expect(await outcome(three, pair, [second, first])).toBe('renewers');
    expect(await outcome(four, pair, [third, second, first])).toBe('renewed_too_often');
    expect(await outcome(four, world.roots, [third, second, first])).toBe('roots');
    const five = renewalOf(four, 100);
    const fourth = await signed(four, world.roots);
    expect(await outcome(five, pair, [fourth, third, second, first])).toBe('renewers');
  });

  it.each<[string, (roster: Roster) => Partial<Roster>]>([
    ['another holder', ({ teams }) => ({ teams: [{ id: TEAM, holders: [...(teams[0]?.holders ?? []).slice(1)] }] })],
    [
      'a holder more',
      ({ teams }) => ({
        teams: [{ id: TEAM, holders: [...(teams[0]?.holders ?? []), holderOf(world.member, 'responder')] }],
      }),
    ],
    ['other renewers', ({ renewers: all = [] }) => ({ renewers: all.slice(0, 2) })],
    ['no renewers', () => ({ renewers: undefined })],
    ['an earlier end', () => ({ notAfter: daysFrom(NOW, 70) })],
    ['a date of issue after the end of what it renews', () => renewalDates(80)],
    ['a version left out', () => ({ version: 3 })],
  ])('that changes content is refused with the renewers’ signatures: %s', async (_, change) => {
    const roster = renewalOf(base, 25, change(base));
    // As the bytes would be: a field that is undefined is not there.
    const plain = JSON.parse(JSON.stringify(roster)) as Roster;
    const first = await signed(base, world.roots.slice(0, 2));
    expect(await outcome(plain, renewers, [first])).toBe('renewal_changes_content');
  });

  function renewalDates(days: number): Partial<Roster> {
    return { issued: daysFrom(NOW, days), renewBy: daysFrom(NOW, days + 20), notAfter: daysFrom(NOW, days + 60) };
  }

  it.each<[string, () => readonly UnlockedKey[]]>([
    ['one renewer', () => renewers.slice(0, 1)],
    ['one renewer twice', () => [...renewers.slice(0, 1), ...renewers.slice(0, 1)]],
    ['a renewer and a root', () => [...renewers.slice(0, 1), ...world.roots.slice(0, 1)]],
    ['two responders whom nobody made renewers', () => world.responders],
  ])('is not signed by enough of the right people: %s', async (_, signers) => {
    const first = await signed(base, world.roots.slice(0, 2));
    expect(await outcome(renewalOf(base, 25), signers(), [first])).toBe('unknown_root');
  });

  it('stands on what the roots signed, not on what somebody says they did', async () => {
    const pair = renewers.slice(0, 2);
    expect(await outcome(renewalOf(base, 25), pair, [])).toBe('unknown_root');
    expect(await outcome(renewalOf(base, 25), pair, [{ bytes: toSignedBytes(base), signatures: [] }])).toBe(
      'not_enough_signatures',
    );
    const ones = await signed(base, world.roots.slice(0, 1));
    expect(await outcome(renewalOf(base, 25), pair, [ones])).toBe('not_enough_signatures');
  });

  it('does not count when a renewer’s key is served in other bytes than the roster names', async () => {
    const evidence = await evidenceFor(world, base);
    const [first, ...rest] = renewers.map(({ publicKey }) => publicKey);
    const changed = Uint8Array.from([...(first ?? []), ...(rest[0] ?? [])]);
    const verdict = await outcome(
      renewalOf(base, 25),
      renewers.slice(0, 2),
      [await signed(base, world.roots.slice(0, 2))],
      { holderKeys: [...evidence.holderKeys, changed, ...rest] },
    );
    expect(verdict).toBe('unknown_root');
  });

  it('may be signed ahead of its time, and becomes good then', async () => {
    const ahead = renewalOf(base, 25);
    const evidence = { ...(await evidenceFor(world, base)), roster: await signed(ahead, world.roots) };
    const first = await signed(base, world.roots.slice(0, 2));
    expect(await world.engine.verifyRoster({ ...evidence, history: [first] })).toMatchObject({
      problem: 'not_yet_valid',
    });
    world.setNow(new Date(daysFrom(NOW, 25.1)));
    expect(await world.engine.verifyRoster({ ...evidence, history: [first] })).toMatchObject({ ok: true, version: 2 });
  });
});
