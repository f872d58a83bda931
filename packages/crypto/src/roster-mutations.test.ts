import { parseRoster, toSignedBytes, type Roster, type RosterHolder } from '@sos/domain';
import fc from 'fast-check';
import { copyBytes, sha256Hex } from './bytes.js';
import { openpgp } from './openpgp-library.js';
import { createWorld, daysFrom, evidenceFor, holderOf, NOW, rosterOf, TEAM, type World } from './testing/world.js';
import type { RosterEvidence, SignedBytes, UnlockedKey } from './types.js';

/** Two thousand and more rosters that nobody signed as they are: every way of changing one that people and machines came up with. */
const RUNS = { bytes: 700, content: 900, signatures: 500 };

let world: World;
let renewers: readonly UnlockedKey[];
let honest: RosterEvidence;
let roster: Roster;

beforeAll(async () => {
  world = await createWorld();
  renewers = [await world.engine.generateKey(), await world.engine.generateKey()];
  roster = {
    ...rosterOf([{ id: TEAM, holders: world.responders.map((key) => holderOf(key, 'responder')) }]),
    renewers: renewers.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 })),
  };
  const signed = await evidenceFor(world, roster);
  const holderKeys = [...world.responders, ...renewers, world.member].map(({ publicKey }) => publicKey);
  // Binary, so that a changed octet is one of the signature and not of its armor.
  honest = { ...signed, holderKeys, roster: await binary(signed.roster) };
});

async function binary({ bytes, signatures }: SignedBytes): Promise<SignedBytes> {
  const read = signatures.map(async (armored) => {
    const { data } = await openpgp.unarmor(String(armored));
    return copyBytes(data as Uint8Array); // given text, it gives bytes
  });
  return { bytes, signatures: await Promise.all(read) };
}

async function accepts(change: Partial<RosterEvidence>): Promise<boolean> {
  return (await world.engine.verifyRoster({ ...honest, ...change })).ok;
}

const withBytes = (bytes: Uint8Array): Partial<RosterEvidence> => ({ roster: { ...honest.roster, bytes } });

type Edit = (bytes: Uint8Array) => Uint8Array;
const place = fc.double({ min: 0, max: 0.999999, noNaN: true });
const at = (bytes: Uint8Array, where: number): number => Math.floor(bytes.length * where);

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([where, flip]): Edit => (bytes) => {
    const changed = copyBytes(bytes);
    const index = at(bytes, where);
    changed[index] = (changed[index] ?? 0) ^ flip;
    return changed;
  }),
  place.map(
    (where): Edit =>
      (bytes) =>
        bytes.slice(0, at(bytes, where)),
  ),
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([where, more]): Edit => (bytes) => {
    const index = at(bytes, where);
    return Uint8Array.from([...bytes.slice(0, index), ...more, ...bytes.slice(index)]);
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(([where, length]): Edit => (bytes) => {
    const index = at(bytes, where);
    return Uint8Array.from([...bytes.slice(0, index), ...bytes.slice(index + length)]);
  }),
);

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(sha256Hex);
const days = fc.integer({ min: -400, max: 400 }).map((day) => daysFrom(NOW, day));
type Change = (before: Roster) => Partial<Roster>;

const changeHolder = (change: (holder: RosterHolder) => Partial<RosterHolder>): Change => {
  return ({ teams }) => ({
    teams: teams.map(({ id, holders }) => ({
      id,
      holders: holders.map((holder, index) => (index === 0 ? { ...holder, ...change(holder) } : holder)),
    })),
  });
};

function addHolder(role: RosterHolder['role'], from: string): Change {
  return ({ teams }) => ({
    teams: teams.map(({ id, holders }) => ({ id, holders: [...holders, holderOf(world.member, role, { from })] })),
  });
}

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.integer({ min: 2, max: 50 }).map((version): Change => () => ({ version })),
  hash.map((prevSha256): Change => () => ({ version: 2, prevSha256 })),
  days.map((issued): Change => () => ({ issued })),
  days.map((renewBy): Change => () => ({ renewBy })),
  days.map((notAfter): Change => () => ({ notAfter })),
  fc.integer({ min: 1, max: 5 }).map((rootSetVersion): Change => () => ({ rootSetVersion })),
  fc.tuple(fc.constantFrom('responder', 'partner_desk', 'recovery'), days).map(([role, from]) => addHolder(role, from)),
  hash.map((keySha256) => changeHolder(() => ({ keySha256 }))),
  hash.map((text) => changeHolder(() => ({ fingerprint: text.slice(0, 40) }))),
  days.map((from) => changeHolder(() => ({ from }))),
  days.map((until) => changeHolder(() => ({ until }))),
  fc.constantFrom<Change>(
    changeHolder(() => ({ status: 'suspended' })),
    changeHolder(() => ({ role: 'recovery' })),
    ({ teams }) => ({ teams: teams.map(({ id, holders }) => ({ id, holders: holders.slice(1) })) }),
    ({ teams }) => ({ teams: teams.map(({ id, holders }) => ({ id, holders: [...holders].reverse() })) }),
    ({ teams }) => ({ teams: [...teams, ...teams.map(({ holders }) => ({ id: 'other', holders }))] }),
    ({ renewers: all = [] }) => ({ renewers: [...all].reverse() }),
    () => ({ renewers: world.responders.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 })) }),
    () => ({ renewers: undefined }),
  ),
);

type SignatureEdit = (signatures: readonly Uint8Array[]) => readonly Uint8Array[];
const signatureEdits: fc.Arbitrary<SignatureEdit> = fc.oneof(
  fc.constantFrom<SignatureEdit>(
    () => [],
    ([one = new Uint8Array()]) => [one],
    ([one = new Uint8Array()]) => [one, one, one],
    ([one = new Uint8Array(), two = new Uint8Array()]) => [Uint8Array.from([...one, ...two])],
  ),
  fc.tuple(fc.integer({ min: 0, max: 1 }), edits).map(
    ([which, edit]): SignatureEdit =>
      (signatures) =>
        signatures.map((signature, index) => (index === which ? edit(signature) : signature)),
  ),
  fc
    .uint8Array({ minLength: 1, maxLength: 200 })
    .map((noise): SignatureEdit => ([one = new Uint8Array()]) => [one, noise]),
);

function sameBytes(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && sha256Hex(one) === sha256Hex(other);
}

describe('a roster that was changed after it was signed', () => {
  it('is accepted as it was, so that what follows means something', async () => {
    expect(await accepts({})).toBe(true);
  });

  it(`is refused with other bytes (${RUNS.bytes})`, async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (edit) => {
        const bytes = edit(honest.roster.bytes);
        fc.pre(sha256Hex(bytes) !== sha256Hex(honest.roster.bytes));
        expect(await accepts(withBytes(bytes))).toBe(false);
      }),
      { numRuns: RUNS.bytes },
    );
  });

  it(`is refused with other content in the right spelling (${RUNS.content})`, async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.option(changes, { nil: undefined }), async (one, other) => {
        const changed = { ...roster, ...one(roster) };
        const bytes = toSignedBytes({ ...changed, ...other?.(changed) });
        fc.pre(sha256Hex(bytes) !== sha256Hex(honest.roster.bytes));
        expect(await accepts(withBytes(bytes))).toBe(false);
        // Nor as the next one in the chain, with the old signatures, before or after the honest one.
        const next = parseRoster(bytes);
        if (!next) return;
        const follows = { ...next, version: 2, prevSha256: sha256Hex(honest.roster.bytes) };
        const history = [honest.roster];
        expect(await accepts({ ...withBytes(toSignedBytes(follows)), history })).toBe(false);
      }),
      { numRuns: RUNS.content },
    );
  });

  it(`is refused with other signatures (${RUNS.signatures})`, async () => {
    await fc.assert(
      fc.asyncProperty(signatureEdits, async (edit) => {
        const given = honest.roster.signatures.map((signature) => copyBytes(signature as Uint8Array)); // binary, see above
        const signatures = edit(given);
        const isSame = signatures.length === 2 && signatures.every((one, index) => sameBytes(one, given[index]));
        fc.pre(!isSame);
        expect(await accepts({ roster: { ...honest.roster, signatures } })).toBe(false);
      }),
      { numRuns: RUNS.signatures },
    );
  });
});
