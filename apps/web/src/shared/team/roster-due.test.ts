import { dueOf } from './roster-due.js';

const NOW = Date.parse('2026-12-01T10:00:00Z');
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();

/** Days until it is to be renewed, days until it ends; what who can renew is told, and what everybody else is. */
test.each([
  [30, 75, null, null],
  [8, 53, null, null],
  [7, 52, 'soon', null],
  [0.1, 45, 'soon', null],
  [0, 45, 'overdue', null],
  [-10, 35, 'overdue', 'soft'],
  [-44, 0.1, 'overdue', 'soft'],
  [-45, 0, 'ended', 'ended'],
  [-90, -45, 'ended', 'ended'],
] as const)('to renew in %d days, at an end in %d', (renewBy, notAfter, forRenewers, forOthers) => {
  const dates = { renewBy: inDays(renewBy), notAfter: inDays(notAfter) };
  expect(dueOf(dates, true, NOW)).toBe(forRenewers);
  expect(dueOf(dates, false, NOW)).toBe(forOthers);
});
