import fc from 'fast-check';
import { bytesToWords, fingerprintWords, wordsToBytes } from './words.js';

describe('bytes as words', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        expect(wordsToBytes(bytesToWords(bytes, 13), 20)).toEqual(bytes);
      }),
    );
  });

  it('are thirteen for a fingerprint, the same everywhere and for ever', () => {
    expect(fingerprintWords('0'.repeat(40)).split(' ')).toEqual(Array.from({ length: 13 }, () => 'abacus'));
    expect(
      fingerprintWords(`${'0'.repeat(38)}01`)
        .split(' ')
        .at(-1),
    ).toBe('abdomen');
  });

  it('are refused when a word is none, or the number does not fit', () => {
    expect(wordsToBytes(['abacus', 'nonsuch'], 20)).toBeUndefined();
    expect(
      wordsToBytes(
        Array.from({ length: 13 }, () => 'zoom'),
        20,
      ),
    ).toBeUndefined();
  });
});
