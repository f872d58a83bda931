import { toSignedBytes, type Roster, type RosterHolder } from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { opening, seal, type SealOptions } from './testing/sealing.js';
import { createWorld, daysFrom, holderOf, NOW, rosterOf, TEAM, verified, type World } from './testing/world.js';
import type { OpenEntryResult, RosterRef, SealedEntry, UnlockedKey } from './types.js';

const MESSAGE: SealOptions['draft'] = { kind: 'message', body: { text: 'go to this address tonight' } };

/** Roster 1 names both responders; roster 2, issued three days from now, does what the test says to the second one. */
describe('an author who left the team', () => {
  let world: World;
  let stays: UnlockedKey;
  let leaves: UnlockedKey;
  let first: RosterRef;

  beforeAll(async () => {
    world = await createWorld();
    [stays, leaves] = world.responders as [UnlockedKey, UnlockedKey]; // the test world has two
    first = (await verified(world, world.roster, { use: 'read' })).ref;
  });

  function nextRoster(version: number, issuedAfter: number, holders: readonly RosterHolder[]): Roster {
    return rosterOf([{ id: TEAM, holders: [...holders, holderOf(world.recovery, 'recovery')] }], {
      version,
      prevSha256: sha256Hex(toSignedBytes(world.roster)),
      issued: daysFrom(NOW, issuedAfter),
      renewBy: daysFrom(NOW, issuedAfter + 29),
      notAfter: daysFrom(NOW, issuedAfter + 74),
    });
  }

  async function toRead(roster: Roster): Promise<RosterRef> {
    return (await verified(world, roster, { use: 'read' })).ref;
  }

  async function withoutLeaver(change?: Partial<RosterHolder>): Promise<RosterRef> {
    const kept = holderOf(stays, 'responder');
    return toRead(nextRoster(2, 3, change ? [kept, holderOf(leaves, 'responder', change)] : [kept]));
  }

  /** Seals under roster 1 on a given day, as the leaver's own browser does when it is shown no other roster. */
  async function writtenOn(day: number, author = leaves): Promise<SealedEntry & { entryId: string }> {
    world.setNow(new Date(daysFrom(NOW, day)));
    const sealing = await verified(world);
    const sealed = await seal(world, sealing.ref, { author, draft: MESSAGE });
    world.setNow(new Date(daysFrom(NOW, 40)));
    return sealed;
  }

  async function read(day: number, rosters: readonly RosterRef[], author = leaves): Promise<OpenEntryResult> {
    const sealed = await writtenOn(day, author);
    return world.engine.openEntry(opening(world, first, world.member, sealed, { rosters }));
  }

  const refused = { ok: false, refusal: 'author_not_allowed' };

  it('is read as ever in what they wrote before', async () => {
    expect(await read(2.9, [await withoutLeaver(), first])).toMatchObject({
      ok: true,
      author: { party: 'responder' },
      findings: [],
    });
  });

  it.each([3.1, 9.9])('is shown as having left in what they write within seven days (day %d)', async (day) => {
    expect(await read(day, [await withoutLeaver(), first])).toMatchObject({ ok: true, findings: ['author_left'] });
  });

  it.each([10.1, 30])('is refused after that (day %d), in whatever order the rosters come', async (day) => {
    const current = await withoutLeaver();
    expect(await read(day, [current, first])).toEqual(refused);
    expect(await read(day, [first, current])).toEqual(refused);
  });

  it('is refused by the first roster without them, not only by the current one', async () => {
    const third = await toRead(nextRoster(3, 20, [holderOf(stays, 'responder')]));
    expect(await read(15, [third, first])).toMatchObject({ ok: true, findings: [] });
    expect(await read(15, [third, await withoutLeaver(), first])).toEqual(refused);
    const back = await toRead(
      nextRoster(
        3,
        20,
        world.responders.map((key) => holderOf(key, 'responder')),
      ),
    );
    expect(await read(15, [back, await withoutLeaver(), first])).toEqual(refused);
  });

  it.each([
    ['suspended', { status: 'suspended' as const }],
    ['at the end of their time', { until: daysFrom(NOW, 4) }],
    ['given another role', { role: 'recovery' as const }],
  ])('counts as gone when %s', async (_, change) => {
    expect(await read(12, [await withoutLeaver(change), first])).toEqual(refused);
  });

  it('counts as gone from this team when named in another one', async () => {
    const roster = nextRoster(2, 3, [holderOf(stays, 'responder')]);
    const moved = { ...roster, teams: [...roster.teams, { id: 'other', holders: [holderOf(leaves, 'responder')] }] };
    expect(await read(12, [await toRead(moved), first])).toEqual(refused);
  });

  it('says nothing of who stayed', async () => {
    const sealed = await read(30, [await withoutLeaver(), first], stays);
    expect(sealed).toMatchObject({ ok: true, author: { party: 'responder' }, findings: [] });
  });
});
