import fc from 'fast-check';

import { isSlug, slugFrom } from './slug.js';

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
