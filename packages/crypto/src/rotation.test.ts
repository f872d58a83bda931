import { toSignedBytes, type Succession } from '@sos/domain';
import { joinMessage } from './framing.js';
import { destinationOf, downloadFor, opening, REPORT, seal } from './testing/sealing.js';
import { createWorld, daysFrom, holderOf, NOW, rosterOf, TEAM, verified, type World } from './testing/world.js';
import type { LaterGrant, RewrapRequest, SealedEntry, SignedSuccession, UnlockedKey, VerifiedRoster } from './types.js';

type Sealed = SealedEntry & { readonly entryId: string };

const ACCOUNT = '6e4a1a52-6a0d-4d38-9d7f-6a4c26fbb3aa';
const NEXT_DAY = new Date(daysFrom(NOW, 1));

let world: World;
let roster: VerifiedRoster;
let next: UnlockedKey;
let thief: UnlockedKey;
let ines: UnlockedKey;
let succession: SignedSuccession;
let report: Sealed;

beforeAll(async () => {
  world = await createWorld();
  roster = await verified(world);
  ines = world.responders[0] ?? world.member;
  next = await world.engine.generateKey();
  thief = await world.engine.generateKey();
  report = await seal(world, roster.ref, { author: world.member, draft: REPORT });
  succession = await succeed(world.member, next);
});
afterEach(() => world.setNow(NOW));

const refOf = ({ fingerprint, keySha256 }: UnlockedKey) => ({ fingerprint, keySha256 });

async function succeed(
  from: UnlockedKey,
  to: UnlockedKey,
  change: Partial<Succession> = {},
  signers: readonly UnlockedKey[] = [from, to],
): Promise<SignedSuccession> {
  const said = { ctx: 'succession.v1', accountId: ACCOUNT, from: refOf(from), to: refOf(to), at: NOW.toISOString() };
  const bytes = toSignedBytes({ ...said, ...change });
  const signatures = await Promise.all(
    signers.map(({ key }) => world.engine.signForPurpose({ key, bytes, purpose: 'succession.v1' })),
  );
  return { bytes, signatures, fromKey: from.publicKey, toKey: to.publicKey };
}

function moving(change: Partial<RewrapRequest> = {}): RewrapRequest {
  return {
    ...opening(world, roster.ref, world.member, report),
    roster: roster.ref,
    grantees: [next.fingerprint],
    successions: [succession],
    ...change,
  };
}

async function move(change: Partial<RewrapRequest> = {}): Promise<LaterGrant> {
  const result = await world.engine.rewrapEntry(moving(change));
  if (!result.ok || !result.grants[0]) throw new Error(result.ok ? 'no grant' : result.refusal);
  return result.grants[0];
}

const asNext = (grant: LaterGrant, successions: readonly SignedSuccession[] = [succession]) => ({
  ...opening(world, roster.ref, next, report, { message: joinMessage([grant.pkesk], report.seipd) }),
  statement: grant.statement,
  successions,
});

describe('a member’s next key', () => {
  it('is given by the old one what that could open, and knows that it was', async () => {
    const grant = await move();
    const opened = await world.engine.openEntry(asNext(grant));
    expect(opened).toMatchObject({ ok: true, entry: { body: REPORT.body }, findings: ['moved_by_me'] });
    expect(await world.engine.openEntry(asNext(grant, []))).toMatchObject({ findings: ['not_addressed_to_me'] });
  });

  it('is given it by a responder too, when the old one is not at hand', async () => {
    const grant = await move({ key: ines.key, message: downloadFor(report, ines) });
    expect(await world.engine.openEntry(asNext(grant))).toMatchObject({ ok: true, findings: ['granted_later'] });
  });

  it.each([
    ['no succession at all', async () => []],
    ['one the new key alone signed', async () => [await succeed(world.member, next, {}, [next])]],
    ['one the old key alone signed', async () => [await succeed(world.member, next, {}, [world.member])]],
    ['one a stranger signed', async () => [await succeed(world.member, next, {}, [thief, next])]],
    ['one from another key', async () => [await succeed(thief, next)]],
    ['one to another key', async () => [await succeed(world.member, thief)]],
    [
      'one with the old key’s hash changed',
      async () => [await succeed(world.member, next, { from: { ...refOf(world.member), keySha256: 'a'.repeat(64) } })],
    ],
    [
      'one with a changed byte',
      async () => {
        const bytes = Uint8Array.from(succession.bytes);
        bytes[40] = (bytes[40] ?? 0) ^ 1;
        return [{ ...succession, bytes }];
      },
    ],
    ['one beside which the old key signed another', async () => [succession, await succeed(world.member, thief)]],
  ] as const)('gets nothing by %s', async (_, make) => {
    const successions = await make();
    for (const writer of [world.member, ines]) {
      const request = moving({ key: writer.key, message: downloadFor(report, writer), successions });
      const result = await world.engine.rewrapEntry(request);
      expect(result).toEqual({ ok: false, refusal: 'not_admitted' });
    }
  });

  it('gets nothing through another case’s grant, body or a symmetric key: the checks are those of letting in', async () => {
    const other = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const swapped = joinMessage([downloadFor(other, world.member).slice(0, -other.seipd.length)], report.seipd);
    expect(await world.engine.rewrapEntry(moving({ message: swapped }))).toEqual({ ok: false, refusal: 'integrity' });
    const { message } = moving();
    const injected = joinMessage([Uint8Array.from([0xc3, 0x03, 0x04, 0x09, 0x01])], message);
    expect(await world.engine.rewrapEntry(moving({ message: injected }))).toMatchObject({
      refusal: 'malformed_message',
    });
    const expected = { ...moving().expected, entryId: other.entryId };
    expect(await world.engine.rewrapEntry(moving({ expected }))).toEqual({ ok: false, refusal: 'wrong_entry' });
  });

  it('is given no team’s note, whoever asks', async () => {
    const draft = { kind: 'team_note', body: { text: 'Interno' } } as const;
    const note = await seal(world, roster.ref, { author: ines, draft, audience: 'team' });
    const request = moving({ key: ines.key, message: downloadFor(note, ines) });
    const expected = { ...request.expected, entryId: note.entryId, audience: 'team' } as const;
    expect(await world.engine.rewrapEntry({ ...request, expected })).toEqual({ ok: false, refusal: 'not_admitted' });
  });

  it('is written to from then on, and the old one is not', async () => {
    const destination = { ...destinationOf(world, roster.ref, 'case'), successions: [succession] };
    const readers = (await world.engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
    expect(readers).toContain(next.keySha256);
    expect(readers).not.toContain(world.member.keySha256);
    const disputed = { ...destination, successions: [succession, await succeed(world.member, thief)] };
    await expect(world.engine.planReaders(disputed)).rejects.toThrow('READERS_UNKNOWN');
  });

  it('writes in the case, while what the old key signs is marked at first and refused after a week', async () => {
    const change = { successions: [succession] };
    const message = { kind: 'message', body: { text: 'Sigo aquí' } } as const;
    world.setNow(NEXT_DAY);
    const fresh = await seal(world, roster.ref, { author: next, draft: message, change });
    const read = (sealed: Sealed, successions: readonly SignedSuccession[] = [succession]) =>
      world.engine.openEntry({ ...opening(world, roster.ref, ines, sealed), successions });
    expect(await read(fresh)).toMatchObject({ ok: true, author: { party: 'member' }, findings: [] });
    expect(await read(fresh, [])).toMatchObject({ ok: false, refusal: 'author_unknown' });
    const late = await seal(world, roster.ref, { author: world.member, draft: message });
    expect(await read(late)).toMatchObject({ ok: true, findings: ['old_key'] });
    world.setNow(new Date(daysFrom(NOW, 9)));
    const stolen = await seal(world, roster.ref, { author: world.member, draft: message });
    const forged = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    expect(await read(stolen)).toMatchObject({ ok: false, refusal: 'author_not_allowed' });
    expect(await read(forged)).toMatchObject({ ok: false, refusal: 'author_not_allowed' });
    expect(await read(report)).toMatchObject({ ok: true, findings: [] });
  });

  it('is found through several changes, and a circle of them ends', async () => {
    const last = await world.engine.generateKey();
    const chain = [await succeed(next, last), succession];
    const grant = await move({ successions: chain, grantees: [last.fingerprint] });
    expect(grant.keyFingerprint).toBe(last.fingerprint);
    const circle = [...chain, await succeed(last, world.member)];
    const request = moving({ successions: circle, grantees: [last.fingerprint] });
    expect(await world.engine.rewrapEntry(request)).toMatchObject({ ok: false });
  });
});

describe('a responder’s next key', () => {
  it('gets the old one’s cases once the roster names it, though the old one is there no more', async () => {
    const renewed = await world.engine.generateKey();
    const statement = await succeed(ines, renewed);
    const others = (world.roster.teams[0]?.holders ?? []).filter(({ fingerprint }) => fingerprint !== ines.fingerprint);
    const following = rosterOf([{ id: TEAM, holders: [...others, holderOf(renewed, 'responder')] }], {
      version: 2,
      prevSha256: roster.sha256,
      issued: daysFrom(NOW, 0),
    });
    const holderKeys = [...world.responders, world.partner, world.recovery, renewed].map(({ publicKey }) => publicKey);
    const after = await verified(world, following, { holderKeys });
    const request = moving({
      key: ines.key,
      message: downloadFor(report, ines),
      rosters: [after.ref, roster.ref],
      roster: after.ref,
      grantees: [renewed.fingerprint],
      successions: [statement],
    });
    const result = await world.engine.rewrapEntry(request);
    if (!result.ok || !result.grants[0]) throw new Error('nothing was moved');
    const [{ pkesk, statement: said }] = result.grants;
    const opened = await world.engine.openEntry({
      ...opening(world, roster.ref, renewed, report, { message: joinMessage([pkesk], report.seipd) }),
      rosters: [after.ref, roster.ref],
      statement: said,
      successions: [statement],
    });
    expect(opened).toMatchObject({ ok: true, findings: ['moved_by_me'] });
    // The roots have not put this one on the list, whatever its holder signed.
    const unlisted = { ...request, roster: roster.ref, rosters: [roster.ref] };
    expect(await world.engine.rewrapEntry(unlisted)).toEqual({ ok: false, refusal: 'not_admitted' });
    await expect(world.engine.rewrapEntry({ ...request, successions: [] })).rejects.toThrow('MAY_NOT_WRITE');
  });
});
