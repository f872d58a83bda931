import { waitAfter } from './attempts.js';
import { crackTime } from './crack-time.js';

test.each([
  [0.5, { unit: 'instant', count: 0 }],
  [1, { unit: 'seconds', count: 1 }],
  [150, { unit: 'minutes', count: 3 }],
  [86_400 * 3.4, { unit: 'days', count: 3 }],
  [86_400 * 365 * 1234, { unit: 'years', count: 1200 }],
  [1e15, { unit: 'ages', count: 0 }],
])('%d seconds of guessing are told as %o', (seconds, told) => {
  expect(crackTime(seconds)).toEqual(told);
});

test('nine wrong passphrases cost no wait, the tenth half a minute, and no number of them more than ten minutes', () => {
  expect([0, 9, 10, 11, 12, 1000].map(waitAfter)).toEqual([0, 0, 30_000, 60_000, 120_000, 600_000]);
});
