import fc from 'fast-check';

import { canonicalRecoveryCode, canonicalTotpCode, RECOVERY_CODES } from './credentials.js';

test('a recovery code counts however it was written down', () => {
  expect(canonicalRecoveryCode(' 0abc-1def ghjk')).toBe('0ABC1DEFGHJK');
  expect(canonicalRecoveryCode('OabC-iDef-GhJk')).toBe('0ABC1DEFGHJK');
});

test('no letter of the alphabet changes when it is typed as it is shown', () => {
  const letter = fc.constantFrom(...Array.from(RECOVERY_CODES.alphabet));
  fc.assert(fc.property(fc.array(letter), (letters) => canonicalRecoveryCode(letters.join('')) === letters.join('')));
});

test('reading what was typed twice is reading it once', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const once = canonicalRecoveryCode(typed);
      return canonicalRecoveryCode(once) === once;
    }),
  );
});

test('an app shows a code in groups', () => {
  expect(canonicalTotpCode(' 123 456\n')).toBe('123456');
});
