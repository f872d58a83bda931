const KIB = 1024;
const FIXED_BUCKETS = [4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB] as const;

/** The body of a full attachment chunk: 4 MiB, itself a PADMÉ size, so a full chunk looks like any other bucket. */
export const CHUNK_BUCKET = 4 * KIB * KIB;
/** The largest bucket an entry may fill; longer material belongs in a file. */
export const ENTRY_BUCKET_MAX = 256 * KIB;

/** PADMÉ (Nikitin et al. 2019): at most 12 % more, and only O(log log n) bits of the length remain visible. */
function padme(length: number): number {
  const exponent = Math.floor(Math.log2(length));
  const significantBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - significantBits);
  return Math.ceil(length / step) * step;
}

/** The size an SEIPD packet body of at least `length` bytes is padded to. */
export function bucketFor(length: number): number {
  if (!Number.isSafeInteger(length) || length < 0) throw new RangeError('A length is a whole number of bytes.');
  return FIXED_BUCKETS.find((bucket) => length <= bucket) ?? padme(length);
}

/** Whether a body of this length could have come out of {@link bucketFor}. */
export function isBucket(length: number): boolean {
  return Number.isSafeInteger(length) && length > 0 && bucketFor(length) === length;
}
