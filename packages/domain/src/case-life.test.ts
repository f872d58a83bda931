import fc from 'fast-check';

import {
  ACKNOWLEDGE_WITHIN_HOURS,
  CASE_MOVES,
  CASE_STATUSES,
  mayMoveCase,
  severityForQueue,
  toHour,
} from './case-life.js';

test('every status can be reached from submission and leads on to closing', () => {
  const reach = (from: (typeof CASE_STATUSES)[number], seen = new Set<string>()): Set<string> => {
    for (const to of CASE_MOVES[from]) if (!seen.has(to)) reach(to, seen.add(to));
    return seen;
  };
  const fromStart = reach('submitted');
  for (const status of CASE_STATUSES.filter((candidate) => candidate !== 'submitted'))
    expect(fromStart).toContain(status);
  for (const status of CASE_STATUSES.filter((candidate) => candidate !== 'closed'))
    expect(reach(status)).toContain('closed');
});

test('nobody goes back to submitted, and nothing stays where it is', () => {
  for (const from of CASE_STATUSES) {
    expect(mayMoveCase(from, 'submitted')).toBe(false);
    expect(mayMoveCase(from, from)).toBe(false);
  }
});

test('a hidden level is queued as high', () => {
  expect(severityForQueue(null)).toBe('high');
  expect(ACKNOWLEDGE_WITHIN_HOURS[severityForQueue(null)]).toBe(12);
});

test('a stored hour says nothing finer than the hour, and never lies ahead', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (time) => {
      const hour = toHour(time);
      expect([hour.getUTCMinutes(), hour.getUTCSeconds(), hour.getUTCMilliseconds()]).toEqual([0, 0, 0]);
      expect(time.getTime() - hour.getTime()).toBeGreaterThanOrEqual(0);
      expect(time.getTime() - hour.getTime()).toBeLessThan(3_600_000);
    }),
  );
});
