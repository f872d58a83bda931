import { toSignedBytes, type Roster } from '@sos/domain';
import { copyBytes, sha256Hex } from './bytes.js';
import { generatePrivateKey } from './engine-key-ring.js';
import { CONTEXT_NOTATION, openpgp } from './openpgp-library.js';
import {
  createWorld,
  daysFrom,
  evidenceFor,
  holderOf,
  NOW,
  rootSetOf,
  rosterOf,
  signAll,
  TEAM,
  verified,
  type World,
} from './testing/world.js';
import type { RosterEvidence, UnlockedKey } from './types.js';

describe('the roster', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });

  afterEach(() => {
    world.setNow(NOW);
  });

  async function problem(change: Partial<RosterEvidence>, roster: Roster = world.roster): Promise<string> {
    const verdict = await world.engine.verifyRoster(await evidenceFor(world, roster, change));
    return verdict.ok ? 'none' : verdict.problem;
  }

  async function signedBy(
    signers: readonly UnlockedKey[],
    roster: Roster = world.roster,
  ): Promise<RosterEvidence['roster']> {
    const bytes = toSignedBytes(roster);
    return { bytes, signatures: await signAll(world.engine, bytes, signers, 'responder-roster.v1') };
  }

  it('is trusted when two of three roots signed it, and says who receives', async () => {
    const roster = await verified(world);
    expect(roster).toMatchObject({ version: 1, renewalDue: false, sha256: sha256Hex(toSignedBytes(world.roster)) });
    expect(roster.signedBy).toEqual({
      by: 'roots',
      fingerprints: world.roots.slice(0, 2).map(({ fingerprint }) => fingerprint),
      needed: 2,
      outOf: 3,
    });
    expect(roster.holders.map(({ fingerprint }) => fingerprint)).toEqual(
      [...world.responders, world.partner, world.recovery].map(({ fingerprint }) => fingerprint),
    );
  });

  it('says when renewal is due', async () => {
    world.setNow(new Date(daysFrom(NOW, 30)));
    expect(await verified(world)).toMatchObject({ renewalDue: true });
  });

  it('not_enough_signatures: one root, or the same root twice', async () => {
    const [first] = world.roots;
    const one = await signedBy(first ? [first] : []);
    expect(await problem({ roster: one })).toBe('not_enough_signatures');
    expect(await problem({ roster: { ...one, signatures: [...one.signatures, ...one.signatures] } })).toBe(
      'not_enough_signatures',
    );
    expect(await problem({ roster: { ...one, signatures: [...one.signatures, 'rubbish', new Uint8Array(20)] } })).toBe(
      'not_enough_signatures',
    );
  });

  it('not_enough_signatures: a changed octet', async () => {
    const honest = await evidenceFor(world);
    const changed = toSignedBytes({ ...world.roster, version: 1, notAfter: daysFrom(NOW, 73) });
    expect(await problem({ roster: { ...honest.roster, bytes: changed } })).toBe('not_enough_signatures');
  });

  it('unknown_root: a stranger signs, or a root’s served bytes are others', async () => {
    const stranger = await world.engine.generateKey();
    const [first] = world.roots;
    const roster = await signedBy(first ? [first, stranger] : []);
    expect(await problem({ roster, rootKeys: [...world.roots, stranger].map(({ publicKey }) => publicKey) })).toBe(
      'unknown_root',
    );
    expect(await problem({ rootKeys: world.roots.slice(1).map(({ publicKey }) => publicKey) })).toBe('unknown_root');
  });

  it('wrong_purpose: the roots signed the same bytes for something else', async () => {
    const bytes = toSignedBytes(world.roster);
    // Only an offline tool could make such a signature: the engine itself refuses to.
    await expect(signAll(world.engine, bytes, world.roots, 'release-manifest.v1')).rejects.toMatchObject({
      code: 'WRONG_PURPOSE',
    });
    const other = new TextEncoder().encode(JSON.stringify({ ctx: 'release-manifest.v1', files: [] }));
    const [signature] = await signAll(world.engine, other, world.roots.slice(0, 1), 'release-manifest.v1');
    const [root] = world.roots;
    const check = { bytes: other, signature: signature ?? '', publicKey: root?.publicKey ?? new Uint8Array() };
    expect(await world.engine.verifyForPurpose({ ...check, purpose: 'release-manifest.v1' })).toBe('good');
    expect(await world.engine.verifyForPurpose({ ...check, purpose: 'responder-roster.v1' })).toBe('wrong_purpose');
  });

  it.each([
    ['a purpose of another kind', { purpose: 'release-manifest.v1', critical: true }],
    ['a notation that is not critical', { purpose: 'responder-roster.v1', critical: false }],
    ['no notation at all', undefined],
  ])('wrong_purpose: root signatures over the very roster with %s', async (_, notation) => {
    const pair = [await generatePrivateKey(NOW), await generatePrivateKey(NOW)];
    const publicKeys = pair.map((key) => copyBytes(key.toPublic().write()));
    const rootSet = {
      ...world.rootSet,
      members: publicKeys.map((raw, at) => ({
        fingerprint: pair[at]?.getFingerprint() ?? '',
        keySha256: sha256Hex(raw),
      })),
    };
    const bytes = toSignedBytes(world.roster);
    const notations = notation
      ? [
          {
            name: CONTEXT_NOTATION,
            value: new TextEncoder().encode(notation.purpose),
            humanReadable: true,
            critical: notation.critical,
          },
        ]
      : [];
    const signatures = await Promise.all(
      pair.map(async (signingKeys) => {
        const message = await openpgp.createMessage({ binary: bytes });
        return String(
          await openpgp.sign({ message, signingKeys, detached: true, date: NOW, signatureNotations: notations }),
        );
      }),
    );
    const pin = sha256Hex(toSignedBytes(rootSet));
    const rootSets = [{ bytes: toSignedBytes(rootSet), signatures: [] }];
    expect(
      await problem({
        roster: { bytes, signatures },
        rootSets,
        rootKeys: publicKeys,
        pinned: { first: pin, latest: pin },
      }),
    ).toBe('wrong_purpose');
  });

  it('rolled_back: below the least version, or below the one seen', async () => {
    expect(await problem({ minimumVersion: 2 })).toBe('rolled_back');
    expect(await problem({ previous: { version: 2, sha256: 'a'.repeat(64) } })).toBe('rolled_back');
  });

  it('broken_chain: another roster of the same version, or one that does not descend from the last', async () => {
    expect(await problem({ previous: { version: 1, sha256: 'a'.repeat(64) } })).toBe('broken_chain');
    const next = { ...world.roster, version: 2, prevSha256: 'b'.repeat(64) };
    expect(await problem({ previous: { version: 1, sha256: sha256Hex(toSignedBytes(world.roster)) } }, next)).toBe(
      'broken_chain',
    );
    expect(await problem({ pinned: { first: 'c'.repeat(64), latest: 'c'.repeat(64) } })).toBe('broken_chain');
    expect(await problem({}, { ...world.roster, rootSetVersion: 2 })).toBe('broken_chain');
  });

  it('follows the chain over versions that this browser never saw', async () => {
    const first = toSignedBytes(world.roster);
    const second = toSignedBytes({ ...world.roster, version: 2, prevSha256: sha256Hex(first) });
    const third = { ...world.roster, version: 3, prevSha256: sha256Hex(second) };
    const previous = { version: 1, sha256: sha256Hex(first) };
    expect(await problem({ previous, history: [{ bytes: second, signatures: [] }] }, third)).toBe('none');
    expect(await problem({ previous }, third)).toBe('broken_chain');
  });

  it('expired, though the device says it is yesterday: time is never before the build', async () => {
    world.setNow(new Date(daysFrom(NOW, 80)));
    expect(await problem({})).toBe('expired');
    world.setNow(NOW);
    const verdict = await world.engine.verifyRoster(
      await evidenceFor(world, world.roster, { buildDate: daysFrom(NOW, 80) }),
    );
    expect(verdict).toEqual({ ok: false, problem: 'expired', deviceClock: true });
  });

  it('not_yet_valid, and says that the clock may be the reason', async () => {
    const evidence = await evidenceFor(world);
    world.setNow(new Date(daysFrom(NOW, -5)));
    expect(await world.engine.verifyRoster(evidence)).toEqual({
      ok: false,
      problem: 'not_yet_valid',
      deviceClock: true,
    });
  });

  it('key_missing and key_mismatch: a holder’s key is withheld or is not the one signed for', async () => {
    const served = (await evidenceFor(world)).holderKeys;
    expect(await problem({ holderKeys: served.slice(1) })).toBe('key_missing');
    const [first, ...rest] = served;
    const stripped = first?.subarray(0, first.length - 10) ?? new Uint8Array();
    expect(await problem({ holderKeys: [stripped, ...rest] })).toBe('key_missing');
    const [responder] = world.responders;
    const other = responder ? holderOf(responder, 'responder', { keySha256: 'd'.repeat(64) }) : undefined;
    expect(await problem({}, rosterOf(other ? [{ id: TEAM, holders: [other] }] : []))).toBe('key_mismatch');
  });

  it('key_unusable: a holder’s key has run out', async () => {
    const later = new Date(daysFrom(NOW, 3 * 365 + 10));
    const roster = rosterOf(world.roster.teams, {
      issued: daysFrom(later, -1),
      renewBy: daysFrom(later, 20),
      notAfter: daysFrom(later, 60),
    });
    const evidence = await evidenceFor(world, roster);
    world.setNow(later);
    expect(await world.engine.verifyRoster(evidence)).toEqual({ ok: false, problem: 'key_unusable' });
  });

  it('a suspended holder, or one who has left, receives nothing and needs no key', async () => {
    const [stays, leaves] = world.responders;
    const holders =
      stays && leaves ? [holderOf(stays, 'responder'), holderOf(leaves, 'responder', { status: 'suspended' })] : [];
    const roster = await verified(world, rosterOf([{ id: TEAM, holders }]), {
      holderKeys: stays ? [stays.publicKey] : [],
    });
    expect(roster.holders.map(({ fingerprint }) => fingerprint)).toEqual([stays?.fingerprint]);
  });

  it.each([
    ['longer than 75 days', { notAfter: daysFrom(NOW, 75) }],
    ['renewal later than 30 days', { renewBy: daysFrom(NOW, 30) }],
    ['a first version with a predecessor', { prevSha256: 'e'.repeat(64) }],
  ])('malformed: %s', async (_, change) => {
    expect(await problem({}, { ...world.roster, ...change })).toBe('malformed');
  });

  it('malformed: another spelling of the same roster', async () => {
    const spaced = new TextEncoder().encode(JSON.stringify(world.roster, null, 1));
    expect(await problem({ roster: { bytes: spaced, signatures: [] } })).toBe('malformed');
    const twice = new TextEncoder().encode(JSON.stringify(world.roster).replace('{', '{"ctx":"responder-roster.v1",'));
    expect(await problem({ roster: { bytes: twice, signatures: [] } })).toBe('malformed');
  });

  describe('when the roots change', () => {
    async function chainSignedBy(
      oldSigners: readonly UnlockedKey[],
      newcomers: readonly UnlockedKey[],
    ): Promise<Partial<RosterEvidence>> {
      const next = rootSetOf(newcomers, 2);
      const bytes = toSignedBytes(next);
      const signatures = await signAll(world.engine, bytes, [...oldSigners, ...newcomers], 'roots.v1');
      const roster = { ...world.roster, rootSetVersion: 2 };
      return {
        roster: await signedBy(newcomers, roster),
        rootSets: [
          { bytes: toSignedBytes(world.rootSet), signatures: [] },
          { bytes, signatures },
        ],
        rootKeys: [...world.roots, ...newcomers].map(({ publicKey }) => publicKey),
      };
    }

    it('the new set counts when the threshold of the old and of the new signed it', async () => {
      const newcomers = [await world.engine.generateKey(), await world.engine.generateKey()];
      expect(await problem(await chainSignedBy(world.roots.slice(0, 2), newcomers))).toBe('none');
      expect(await problem(await chainSignedBy(world.roots.slice(0, 1), newcomers))).toBe('unknown_root');
      expect(await problem(await chainSignedBy([], newcomers))).toBe('unknown_root');
    });

    it('a roster by the old roots no longer counts for sealing, but can be read', async () => {
      const newcomers = [await world.engine.generateKey(), await world.engine.generateKey()];
      const chain = await chainSignedBy(world.roots.slice(0, 2), newcomers);
      const old = { ...chain, roster: await signedBy(world.roots.slice(0, 2)) };
      expect(await problem(old)).toBe('broken_chain');
      expect(await problem({ ...old, use: 'read' })).toBe('none');
    });
  });
});
