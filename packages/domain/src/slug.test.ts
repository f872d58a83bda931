import fc from 'fast-check';

import { freeSlug, isReservedSlug, isSlug, slugFrom } from './slug.js';

test('Spanish titles become readable addresses', () => {
  expect(slugFrom('¡Que el agua del valle de Ñorquín siga siendo pública!')).toBe(
    'que-el-agua-del-valle-de-norquin-siga-siendo-publica',
  );
});

test('whatever the title, the address is a slug or empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
      const slug = slugFrom(title);
      expect(slug === '' || isSlug(slug)).toBe(true);
    }),
  );
});

test.each(['', '-a', 'a-', 'a--b', 'A', 'a/b', '..', 'a'.repeat(81)])('refuses %j', (value) => {
  expect(isSlug(value)).toBe(false);
});

test.each(['archive', 'new', 'api', 'sign', 'frame'])('%s is a word of ours, and no campaign gets it', (word) => {
  expect(isReservedSlug(word)).toBe(true);
  expect(freeSlug(word, new Set())).toBe(`${word}-2`);
  expect(freeSlug(word, new Set([`${word}-2`]))).toBe(`${word}-3`);
});

test('a free slug stays as it is, a taken one is numbered', () => {
  expect(freeSlug('agua', new Set())).toBe('agua');
  expect(freeSlug('agua', new Set(['agua', 'agua-2']))).toBe('agua-3');
});
