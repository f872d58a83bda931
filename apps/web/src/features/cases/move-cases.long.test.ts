import 'fake-indexeddb/auto';

import { letIn, type LetInProgress } from './let-in.js';
import { makeMoveWorld } from './testing/move-world.js';

const COUNT = 1_000;

test('a thousand entries are moved to a new key, stopped and gone on with twice', async () => {
  const world = await makeMoveWorld(COUNT);
  let done = 0;
  for (const stopAt of [400, 300, COUNT]) {
    const stop = new AbortController();
    const onProgress = (progress: LetInProgress): void => {
      if (progress.done === stopAt) stop.abort();
    };
    const end = await letIn(world.parts({ onProgress, signal: stop.signal }));
    expect(end.refused).toEqual([]);
    done += end.done;
  }
  expect(done).toBe(COUNT);
  expect(world.sent).toHaveLength(COUNT);
  expect(new Set(world.sent).size).toBe(COUNT);
  expect([...world.proofs.values()].filter(Boolean)).toHaveLength(COUNT);
}, 600_000);
