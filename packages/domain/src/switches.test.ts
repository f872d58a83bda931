import fc from 'fast-check';

import { isStopped, isStoppedAmong, SWITCHES, type SwitchName, type SwitchState } from './switches.js';

const now = new Date('2026-12-01T10:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

test('a switch is stopped until its end, and not at it', () => {
  expect(isStopped(undefined, now)).toBe(false);
  expect(isStopped({ stopped: false, until: later(1) }, now)).toBe(false);
  expect(isStopped({ stopped: true, until: null }, now)).toBe(true);
  expect(isStopped({ stopped: true, until: later(1) }, now)).toBe(true);
  expect(isStopped({ stopped: true, until: now }, now)).toBe(false);
});

test('stopping all changes stops everything; any other switch stops itself alone', () => {
  const state = fc.record({
    stopped: fc.boolean(),
    until: fc.option(fc.integer({ min: -5, max: 5 }).map(later), { nil: null }),
  });
  const states = fc.dictionary(fc.constantFrom(...SWITCHES), state);
  fc.assert(
    fc.property(states, fc.constantFrom(...SWITCHES), (some, name) => {
      const map = new Map(Object.entries(some) as [SwitchName, SwitchState][]);
      expect(isStoppedAmong(map, name, now)).toBe(isStopped(map.get(name), now) || isStopped(map.get('changes'), now));
    }),
  );
});
