import fc from 'fast-check';
import { bucketFor, CHUNK_BUCKET, ENTRY_BUCKET_MAX, isBucket } from './buckets.js';

describe('buckets', () => {
  it.each([
    [0, 4096],
    [1, 4096],
    [4096, 4096],
    [4097, 16_384],
    [16_385, 65_536],
    [65_537, 262_144],
    [262_144, 262_144],
    [262_145, 270_336],
    [CHUNK_BUCKET, CHUNK_BUCKET],
  ])('%i → %i', (length, bucket) => {
    expect(bucketFor(length)).toBe(bucket);
  });

  it('holds what it is for, is one itself, and costs at most 12 % above 256 KiB', () => {
    fc.assert(
      fc.property(fc.nat(600 * 1024 * 1024), (length) => {
        const bucket = bucketFor(length);
        return bucket >= length && isBucket(bucket) && (length <= ENTRY_BUCKET_MAX || bucket <= length * 1.12);
      }),
    );
  });

  it('is no bucket what is not', () => {
    for (const length of [0, -4096, 4095, 5000, 262_145, 4096.5, Number.NaN, Infinity])
      expect(isBucket(length)).toBe(false);
    expect(() => bucketFor(-1)).toThrow(RangeError);
    expect(() => bucketFor(1.5)).toThrow(RangeError);
  });
});
