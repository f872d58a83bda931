import { sitePath, splitSitePath } from './site-path.js';

test('an address is put together and taken apart again', () => {
  expect(sitePath('es', '/resources/x')).toBe('/es/resources/x');
  expect(sitePath('en', '/')).toBe('/en');
  expect(splitSitePath('/es/resources/x')).toEqual({ language: 'es', path: '/resources/x' });
  expect(splitSitePath('/en')).toEqual({ language: 'en', path: '/' });
});

test('a bare address has no language, and a word that begins like one is no language', () => {
  expect(splitSitePath('/resources')).toEqual({ language: null, path: '/resources' });
  expect(splitSitePath('/especial')).toEqual({ language: null, path: '/especial' });
});
