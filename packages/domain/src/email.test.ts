import fc from 'fast-check';

import { canonicalAddress, emailSchema } from './email.js';

test.each([
  ['Ana.Perez+sos@Gmail.com', 'anaperez@gmail.com'],
  ['anaperez@googlemail.com', 'anaperez@gmail.com'],
  ['ana.perez+x@example.org', 'ana.perez@example.org'],
  [' Ana@Example.ORG ', 'ana@example.org'],
])('%s counts as %s', (address, canonical) => {
  expect(canonicalAddress(address)).toBe(canonical);
});

test('canonical form is stable', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      expect(canonicalAddress(canonicalAddress(address))).toBe(canonicalAddress(address));
    }),
  );
});

test.each([
  '',
  'ana',
  'ana@',
  '@example.org',
  'ana@example',
  'a b@example.org',
  'ana@example.org\r\nBcc: x@example.org',
  `${'a'.repeat(250)}@example.org`,
])('refuses %j', (address) => {
  expect(emailSchema.safeParse(address).success).toBe(false);
});
