import { directionOf, negotiateLanguage } from './languages.js';

test('the first of our languages in the order of the reader’s wishes is taken', () => {
  expect(negotiateLanguage('fr;q=0.9, es-MX;q=0.8, en;q=0.7')).toBe('es');
  expect(negotiateLanguage('en-US,en;q=0.9,es;q=0.95')).toBe('en');
});

test('a language that is refused is never given', () => {
  expect(negotiateLanguage('es;q=0, en;q=0.1')).toBe('en');
});

test.each([[''], [null], [undefined], ['*'], ['de,fr'], [';;q=x,,']])(
  'without a wish we can meet (%p) the fallback answers',
  (header) => {
    expect(negotiateLanguage(header, 'es')).toBe('es');
  },
);

test('direction is known also for languages that only quoted texts are in', () => {
  expect(directionOf('es')).toBe('ltr');
  expect(directionOf('ar-EG')).toBe('rtl');
});
