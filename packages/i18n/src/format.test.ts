import { createFormatters } from './format.js';

const en = createFormatters('en', 'UTC');
const es = createFormatters('es', 'America/Bogota');
const DEADLINE = '2026-12-12T03:30:00Z';

test('a date is written as the network writes it, in the zone that was named', () => {
  expect(en.date(DEADLINE)).toBe('12 December 2026');
  expect(es.date('2026-12-12T12:00:00Z')).toBe('12 de diciembre de 2026');
  expect(es.date(DEADLINE)).toBe('11 de diciembre de 2026');
});

test('a moment always names its zone', () => {
  expect(en.dateTime(DEADLINE)).toContain('UTC');
  expect(es.dateTime(DEADLINE)).toMatch(/22:30.*(GMT-5|COT)/);
});

test('a number reads the same to everybody in Spanish: a thin space from five digits on', () => {
  expect(en.number(12345)).toBe('12,345');
  expect(es.number(1205)).toBe('1205');
  expect(es.number(1234567)).toBe('1\u202f234\u202f567');
});

test('time left is told in the coarsest unit that is still true', () => {
  const now = '2026-12-10T00:00:00Z';
  expect(en.relative('2026-12-13T01:00:00Z', now)).toBe('in 3 days');
  expect(en.relative('2026-12-10T05:59:00Z', now)).toBe('in 5 hours');
  expect(en.relative('2026-12-11T23:00:00Z', now)).toBe('in 47 hours');
  expect(es.relative('2026-12-08T00:00:00Z', now)).toBe('anteayer');
  expect(en.relative('2026-12-10T00:00:20Z', now)).toBe('this minute');
});

test('lists, sizes, shares and names of languages are in the reader’s language', () => {
  expect(es.list(['agua', 'tierra', 'vivienda'])).toBe('agua, tierra y vivienda');
  expect(en.bytes(4_000_000)).toBe('4 MB');
  expect(en.bytes(0)).toBe('0 bytes');
  expect(en.percent(0.344)).toBe('34%');
  expect(es.languageName('ar')).toBe('árabe');
});
