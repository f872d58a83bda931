import { createBatcher } from './batcher.js';

test('what arrives together is written together, and each is answered after its write', async () => {
  const batches: number[][] = [];
  const add = createBatcher<number>(async (items) => void batches.push([...items]));
  await Promise.all([1, 2, 3].map(add));
  await add(4);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

test('what arrives during a write waits for the next one', async () => {
  const batches: number[][] = [];
  const opened: (() => void)[] = [];
  const add = createBatcher<number>((items) => {
    batches.push([...items]);
    return new Promise((resolve) => opened.push(resolve));
  });
  const first = add(1);
  await new Promise(setImmediate);
  const rest = Promise.all([add(2), add(3)]);
  await new Promise(setImmediate);
  expect(batches).toEqual([[1]]);
  opened.shift()?.();
  await first;
  await new Promise(setImmediate);
  opened.shift()?.();
  await rest;
  expect(batches).toEqual([[1], [2, 3]]);
});

test('one bad row costs nobody else their signature', async () => {
  const written: number[] = [];
  const add = createBatcher<number>(async (items) => {
    if (items.includes(2)) throw new Error('bad row');
    written.push(...items);
  });
  const outcomes = await Promise.allSettled([1, 2, 3].map(add));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(written).toEqual([1, 3]);
});

test('a large crowd is written in portions', async () => {
  const sizes: number[] = [];
  const add = createBatcher<number>(async (items) => void sizes.push(items.length), 4);
  await Promise.all(Array.from({ length: 10 }, (_, number) => add(number)));
  expect(sizes).toEqual([4, 4, 2]);
});
