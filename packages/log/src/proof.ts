import { sameBytes } from './bytes.js';
import { EMPTY_ROOT, HASH_BYTES, nodeHash, type Hash } from './tree.js';

/** A tree of 2^40 leaves has no longer path; a longer one is made to waste time. */
const LONGEST_PATH = 64;

function isPath(proof: readonly Hash[]): boolean {
  return proof.length <= LONGEST_PATH && proof.every((hash) => hash.length === HASH_BYTES);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const half = (value: number): number => Math.floor(value / 2);

export interface InclusionClaim {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion({ leaf, index, size, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !isPath(proof)) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else hash = nodeHash(hash, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** Nothing to climb: the same size has the same root, and everything begins with nothing. */
function verifyWithoutPath(older: TreeHead, newer: TreeHead): boolean {
  if (older.size === newer.size) return sameBytes(older.root, newer.root);
  return older.size === 0 && sameBytes(older.root, EMPTY_ROOT);
}

/** RFC 9162 §2.1.4.2: that everything in the older tree is, unchanged and in its place, in the newer. */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): boolean {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size || !isPath(proof)) return false;
  if (older.size === newer.size || older.size === 0) return proof.length === 0 && verifyWithoutPath(older, newer);
  const isPower = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = isPower ? [older.root, ...proof] : proof;
  if (!first) return false;
  let [place, last] = [older.size - 1, newer.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else newHash = nodeHash(newHash, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(oldHash, older.root) && sameBytes(newHash, newer.root);
}
