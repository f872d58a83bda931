import { isRecentProof, STEP_UP_MINUTES } from './assurance.js';

const now = new Date('2026-11-25T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test('a proof is recent for ten minutes and not a moment longer', () => {
  expect(isRecentProof(now, now)).toBe(true);
  expect(isRecentProof(new Date(minutesAgo(STEP_UP_MINUTES).getTime() + 1), now)).toBe(true);
  expect(isRecentProof(minutesAgo(STEP_UP_MINUTES), now)).toBe(false);
});
