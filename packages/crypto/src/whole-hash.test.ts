import { randomBytes, sha256Hex } from './bytes.js';
import { createWholeHash, sha256HexNative } from './whole-hash.js';

describe('the hash of a file that comes in pieces', () => {
  const bytes = randomBytes(10_000);

  it.each([
    ['held and hashed at once', 10_000],
    ['hashed piece by piece', 9_999],
  ])('is that of the whole, %s', async (_how, heldBytes) => {
    const hash = createWholeHash(bytes.length, heldBytes);
    for (let start = 0; start < bytes.length; start += 3_000) hash.update(bytes.subarray(start, start + 3_000));
    expect(await hash.digest()).toBe(sha256Hex(bytes));
    expect(await hash.digest()).toBe(sha256Hex(bytes));
  });

  it('is that of what came, while some is missing', async () => {
    const hash = createWholeHash(bytes.length);
    hash.update(bytes.subarray(0, 100));
    expect(await hash.digest()).toBe(sha256Hex(bytes.subarray(0, 100)));
  });

  it('does not differ between the browser’s and the library’s', async () => {
    expect(await sha256HexNative(bytes)).toBe(sha256Hex(bytes));
  });
});
