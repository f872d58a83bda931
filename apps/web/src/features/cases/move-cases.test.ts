import 'fake-indexeddb/auto';

import { letIn, type LetInProgress } from './let-in.js';
import { makeMoveWorld, type MoveWorld } from './testing/move-world.js';
import { openEntries, type OpenedEntries } from './open-thread.js';

const COUNT = 50;
const FEW = 6;

let world: MoveWorld;

/** What the new key makes of it in a browser that has nothing else. */
async function readByNext(): Promise<OpenedEntries> {
  const { fixture, next, caseId, succession, entries, serve } = world;
  const metas = entries.map(({ meta, grants }) => {
    const sent = grants.get(next.fingerprint)?.sent;
    const statement = sent && { bytes: sent.statement, signature: sent.signature };
    return { ...meta, grantStatement: statement ? { __typename: 'GrantStatement' as const, ...statement } : null };
  });
  return openEntries(metas, new Map(), {
    crypto: { ...fixture.engine, close: () => undefined },
    key: next.key,
    caseId,
    team: fixture.readTeam,
    successions: [succession],
    fetchEntry: async (id) => serve(id, next.fingerprint),
  });
}

test('stopped half way, it goes on where it stood, and everything opens with the new key', async () => {
  world = await makeMoveWorld(COUNT);
  const stop = new AbortController();
  const told: number[] = [];
  const onProgress = ({ done, total }: LetInProgress): void => {
    told.push(done);
    expect(total).toBe(COUNT);
    if (done === COUNT / 2) stop.abort();
  };
  expect(await letIn(world.parts({ onProgress, signal: stop.signal }))).toMatchObject({ done: COUNT / 2, refused: [] });
  expect(told).toEqual([0, ...Array.from({ length: COUNT / 2 }, (_, index) => index + 1)]);
  expect(world.toMove()).toHaveLength(COUNT / 2);
  expect(await letIn(world.parts())).toEqual({ done: COUNT / 2, total: COUNT / 2, refused: [] });
  expect(new Set(world.sent).size).toBe(COUNT);
  expect([...world.proofs.values()]).toEqual(Array.from({ length: COUNT }, () => true));
  const states = [...(await readByNext()).values()];
  expect(states).toHaveLength(COUNT);
  for (const state of states) expect(state).toMatchObject({ status: 'opened', opened: { findings: ['moved_by_me'] } });
});

test('two windows at once leave one grant for each entry', async () => {
  world = await makeMoveWorld(FEW);
  await Promise.all([letIn(world.parts()), letIn(world.parts())]);
  expect(world.sent).toHaveLength(FEW);
  expect(new Set(world.sent).size).toBe(FEW);
});

test('a responder finishes what its owner could not, and no other key is given anything', async () => {
  world = await makeMoveWorld(FEW);
  const { fixture, serve, next } = world;
  const { responder } = fixture;
  const fetchEntry = async (id: string) => serve(id, responder.fingerprint);
  const asResponder = { key: responder.key, fetchEntry, onGiven: async () => undefined };
  const stranger = await fixture.engine.generateKey();
  const one = world.entries[0]?.meta.id ?? '';
  let asked = false;
  const listLacking = async () => {
    const entries = asked
      ? []
      : [{ entryId: one, caseId: world.caseId, blobId: null, lacking: [stranger.fingerprint] }];
    asked = true;
    return { total: entries.length, entries };
  };
  const refused = await letIn(world.parts({ ...asResponder, listLacking }));
  expect(refused.refused).toEqual([{ entryId: one, refusal: 'not_admitted' }]);
  expect(await letIn(world.parts(asResponder))).toMatchObject({ done: FEW, refused: [] });
  const states = [...(await readByNext()).values()];
  expect(states.filter(({ status }) => status === 'opened')).toHaveLength(FEW);
  expect(world.entries.every(({ grants }) => !grants.has(stranger.fingerprint) && grants.has(next.fingerprint))).toBe(
    true,
  );
});
