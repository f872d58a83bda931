import { toSignedBytes, type Roster, type Suspension } from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { destinationOf, opening, seal, type SealOptions } from './testing/sealing.js';
import {
  createWorld,
  daysFrom,
  evidenceFor,
  holderOf,
  NOW,
  rosterOf,
  signAll,
  TEAM,
  verified,
  type World,
} from './testing/world.js';
import type { RosterEvidence, SignedBytes, UnlockedKey } from './types.js';

const MESSAGE: SealOptions['draft'] = { kind: 'message', body: { text: 'go to this address tonight' } };

let world: World;
let [first, second, third]: UnlockedKey[] = [];
let roster: Roster;

beforeAll(async () => {
  world = await createWorld();
  [first, second] = world.responders;
  third = await world.engine.generateKey();
  roster = rosterOf([
    {
      id: TEAM,
      holders: [
        ...[first, second, third].map((key) => holderOf(need(key), 'responder')),
        holderOf(world.partner, 'partner_desk'),
        holderOf(world.recovery, 'recovery'),
      ],
    },
  ]);
});
afterEach(() => world.setNow(NOW));

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test world lacks something.');
  return value;
}

function suspensionOf(key: UnlockedKey, of: Roster = roster, change: Partial<Suspension> = {}): Suspension {
  return {
    ctx: 'suspend.v1',
    rosterVersion: of.version,
    rosterSha256: sha256Hex(toSignedBytes(of)),
    fingerprint: key.fingerprint,
    keySha256: key.keySha256,
    at: NOW.toISOString(),
    ...change,
  };
}

async function signedBy(suspension: object, signers: readonly UnlockedKey[]): Promise<SignedBytes> {
  const bytes = toSignedBytes({ ctx: 'suspend.v1', ...suspension });
  return { bytes, signatures: await signAll(world.engine, bytes, signers, 'suspend.v1') };
}

async function withSuspensions(
  suspensions: readonly SignedBytes[],
  of: Roster = roster,
  change: Partial<RosterEvidence> = {},
) {
  const { holderKeys } = await evidenceFor(world, of);
  return verified(world, of, { holderKeys: [...holderKeys, need(third).publicKey], suspensions, ...change });
}

describe('a suspension', () => {
  it('by the holder alone, or by two responders, takes the key out at once', async () => {
    for (const signers of [[need(first)], [need(second), need(third)]]) {
      const suspended = await withSuspensions([await signedBy(suspensionOf(need(first)), signers)]);
      expect(suspended.suspended).toEqual([
        {
          fingerprint: need(first).fingerprint,
          keySha256: need(first).keySha256,
          at: NOW.toISOString(),
          signers: signers.map(({ fingerprint }) => fingerprint),
        },
      ]);
      expect(suspended.holders.map(({ fingerprint }) => fingerprint)).not.toContain(need(first).fingerprint);
      const readers = await world.engine.planReaders(destinationOf(world, suspended.ref, 'case'));
      expect(readers.map(({ fingerprint }) => fingerprint)).toEqual(
        [need(second), need(third), world.recovery, world.member].map(({ fingerprint }) => fingerprint),
      );
      const sealed = await seal(world, suspended.ref, { author: need(second), draft: MESSAGE });
      expect(sealed.grants.map(({ keySha256 }) => keySha256)).not.toContain(need(first).keySha256);
    }
  });

  it('shows readers who changed before anything is sealed', async () => {
    const before = await withSuspensions([]);
    const shown = await world.engine.planReaders(destinationOf(world, before.ref, 'case'));
    const after = await withSuspensions([await signedBy(suspensionOf(need(first)), [need(first)])]);
    await expect(
      seal(world, after.ref, {
        author: need(second),
        draft: MESSAGE,
        change: { shownReaders: shown.map(({ keySha256 }) => keySha256) },
      }),
    ).rejects.toMatchObject({ code: 'READERS_CHANGED' });
  });

  it('reaches a partner desk or the recovery key by two responders too', async () => {
    const pair = [need(first), need(second)];
    const suspended = await withSuspensions([
      await signedBy(suspensionOf(world.recovery), pair),
      await signedBy(suspensionOf(world.partner), [world.partner]),
    ]);
    expect(suspended.suspended).toHaveLength(2);
    expect(suspended.holders.map(({ role }) => role)).toEqual(['responder', 'responder', 'responder']);
  });

  it.each<[string, string, () => Promise<SignedBytes>]>([
    ['signed once by another', 'not_enough_signatures', () => signedBy(suspensionOf(need(first)), [need(second)])],
    [
      'signed twice by the same other',
      'not_enough_signatures',
      () => signedBy(suspensionOf(need(first)), [need(second), need(second)]),
    ],
    [
      'signed by a member and a responder',
      'not_enough_signatures',
      () => signedBy(suspensionOf(need(first)), [world.member, need(second)]),
    ],
    [
      'signed by a desk and a responder',
      'not_enough_signatures',
      () => signedBy(suspensionOf(need(first)), [world.partner, need(second)]),
    ],
    ['not signed', 'not_enough_signatures', () => signedBy(suspensionOf(need(first)), [])],
    [
      'that adds: a field more',
      'malformed',
      () => signedBy({ ...suspensionOf(need(first)), adds: world.member.fingerprint }, [need(first)]),
    ],
    [
      'that adds: a status',
      'malformed',
      () => signedBy({ ...suspensionOf(need(first)), status: 'active' }, [need(first)]),
    ],
    [
      'of somebody who is no holder',
      'not_a_holder',
      () => signedBy(suspensionOf(world.member), [need(first), need(second)]),
    ],
    [
      'of another key of a holder',
      'not_a_holder',
      () => signedBy(suspensionOf(need(first), roster, { keySha256: 'a'.repeat(64) }), [need(first)]),
    ],
    [
      'for another roster',
      'other_roster',
      () => signedBy(suspensionOf(need(first), { ...roster, notAfter: daysFrom(NOW, 70) }), [need(first)]),
    ],
    [
      'for another version',
      'other_roster',
      () => signedBy(suspensionOf(need(first), roster, { rosterVersion: 2 }), [need(first)]),
    ],
    [
      'dated in the future',
      'not_yet_valid',
      () => signedBy(suspensionOf(need(first), roster, { at: daysFrom(NOW, 1) }), [need(first)]),
    ],
  ])('is refused: %s', async (_, problem, make) => {
    const verdict = await withSuspensions([await make()]);
    expect(verdict).toMatchObject({ suspended: [], suspensionProblems: [problem] });
    expect(verdict.holders).toHaveLength(5);
  });

  it('is refused with a signature for another purpose, or over other words', async () => {
    const honest = suspensionOf(need(first));
    const { bytes } = await signedBy(honest, []);
    const other = await signedBy(suspensionOf(need(second)), [need(first)]);
    expect(await withSuspensions([{ bytes, signatures: other.signatures }])).toMatchObject({
      suspended: [],
      suspensionProblems: ['not_enough_signatures'],
    });
  });

  it('is not brought about by somebody who left with this very roster, however they date it', async () => {
    const left = holderOf(need(third), 'responder', { until: roster.issued });
    const after = rosterOf([
      { id: TEAM, holders: [...[first, second].map((key) => holderOf(need(key), 'responder')), left] },
    ]);
    const dated = suspensionOf(need(first), after, { at: daysFrom(NOW, -30) });
    const verdict = await withSuspensions([await signedBy(dated, [need(second), need(third)])], after);
    expect(verdict).toMatchObject({ suspended: [], suspensionProblems: ['not_enough_signatures'] });
  });

  it('stays through renewals, and ends with a new roster: replayed there, it is refused', async () => {
    const suspension = await signedBy(suspensionOf(need(first)), [need(first)]);
    const before = [{ bytes: toSignedBytes(roster), signatures: [] }];
    const dates = { version: 2, prevSha256: sha256Hex(toSignedBytes(roster)), issued: daysFrom(NOW, -0.5) };
    const renewed = await withSuspensions([suspension], { ...roster, ...dates }, { history: before });
    expect(renewed.suspended).toHaveLength(1);
    const holders = [first, second].map((key) => holderOf(need(key), 'responder', { from: NOW.toISOString() }));
    const replaced = { ...rosterOf([{ id: TEAM, holders }]), ...dates };
    const verdict = await withSuspensions([suspension], replaced, { history: before });
    expect(verdict).toMatchObject({ suspended: [], suspensionProblems: ['other_roster'] });
    expect(verdict.holders.map(({ fingerprint }) => fingerprint)).toContain(need(first).fingerprint);
  });

  it('makes an entry dated after it worth nothing, and leaves what came before as it was', async () => {
    const open = await withSuspensions([]);
    const early = await seal(world, open.ref, { author: need(first), draft: MESSAGE });
    world.setNow(new Date(daysFrom(NOW, 1)));
    const stolen = await seal(world, open.ref, { author: need(first), draft: MESSAGE });
    const colleague = await seal(world, open.ref, { author: need(second), draft: MESSAGE });
    const at = new Date(NOW.getTime() + 3_600_000).toISOString();
    const statement = await signedBy(suspensionOf(need(first), roster, { at }), [need(first)]);
    const judged = await withSuspensions([statement], roster, { use: 'read' });
    const read = (sealed: typeof early) => world.engine.openEntry(opening(world, judged.ref, world.member, sealed));
    expect(await read(early)).toMatchObject({ ok: true, findings: [] });
    expect(await read(stolen)).toEqual({ ok: false, refusal: 'author_not_allowed' });
    expect(await read(colleague)).toMatchObject({ ok: true, findings: [] });
  });

  it('leaves an entry sealed without the suspended key without a remark', async () => {
    const statement = await signedBy(suspensionOf(need(first)), [need(first)]);
    const suspended = await withSuspensions([statement]);
    const sealed = await seal(world, suspended.ref, { author: need(second), draft: MESSAGE });
    expect(await world.engine.openEntry(opening(world, suspended.ref, world.member, sealed))).toMatchObject({
      ok: true,
      findings: [],
    });
    const ignorant = await withSuspensions([]);
    expect(await world.engine.openEntry(opening(world, ignorant.ref, world.member, sealed))).toMatchObject({
      findings: ['recipients_missing'],
    });
  });
});
