import fc from 'fast-check';

import { publishedCount } from './published-count.js';

const day = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
const list = (...changes: readonly number[]) => changes.map((change, index) => ({ day: day(index), change }));

test.each([
  ['nothing yet', [], null],
  ['nine people are too few to say', [4, 5], null],
  ['ten are said', [4, 6], 10],
  ['four more are not', [10, 4], 10],
  ['the fifth is', [10, 4, 1], 15],
  ['somebody who leaves is not seen leaving', [10, -1], 10],
  ['half of them are', [10, -5], null],
])('%s', (_what, changes, shown) => {
  expect(publishedCount(list(...changes), day(30))).toBe(shown);
});

test('today is not over', () => {
  expect(publishedCount(list(10, 20), day(1))).toBe(10);
});

test('no single person ever moves the number by less than five, and none below ten is ever said', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 12 }), { maxLength: 40 }), (changes) => {
      const days = list(...changes);
      const shown = days.map((_each, index) => publishedCount(days, day(index + 1)));
      const tooSmall = shown.filter((count) => count !== null && count < 10);
      const steps = shown.map((count, index) => Math.abs((count ?? 0) - (shown[index - 1] ?? 0)));
      expect(tooSmall).toEqual([]);
      expect(steps.filter((step) => step > 0 && step < 5)).toEqual([]);
    }),
  );
});
