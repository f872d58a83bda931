import { concatBytes, sha256 } from './bytes.js';

export type Hash = Uint8Array;

export const HASH_BYTES = 32;

/** RFC 6962 §2.1: a leaf and a node can never be taken for each other. */
export const leafHash = (data: Uint8Array): Hash => sha256(concatBytes(Uint8Array.of(0), data));
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(concatBytes(Uint8Array.of(1), left, right));
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

/** The largest power of two below `size`, which is where RFC 6962 parts a tree. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The tree over a list of leaf hashes that only grows. It keeps the hash of every whole subtree, about as much again as the leaves,
 * so that a root or a proof takes the square of the height and not the length of the log.
 */
export class MerkleTree {
  /** `levels[k][i]` is the hash of the leaves from `i·2^k` to before `(i+1)·2^k`. */
  readonly #levels: Hash[][] = [[]];

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  leafAt(index: number): Hash | undefined {
    return this.#levels[0]?.[index];
  }

  append(leaf: Hash): void {
    let [level, index] = [0, this.size];
    this.#level(0).push(leaf);
    for (; index % 2 === 1; index = (index - 1) / 2, level += 1) {
      const row = this.#level(level);
      const [left, right] = [row[index - 1], row[index]];
      if (!left || !right) throw new Error('a subtree is missing');
      this.#level(level + 1).push(nodeHash(left, right));
    }
  }

  root(size: number = this.size): Hash {
    this.#assertWithin(size);
    return size === 0 ? EMPTY_ROOT : this.#hashOf(0, size);
  }

  /** That leaf `index` is in the tree of the first `size`. RFC 6962 §2.1.1. */
  inclusionProof(index: number, size: number = this.size): Hash[] {
    this.#assertWithin(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError('no such leaf');
    const path: Hash[] = [];
    let [from, to] = [0, size];
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      const isLeft = index < middle;
      path.unshift(isLeft ? this.#hashOf(middle, to) : this.#hashOf(from, middle));
      [from, to] = isLeft ? [from, middle] : [middle, to];
    }
    return path;
  }

  /** That the first `from` leaves are the beginning of the first `to`. RFC 6962 §2.1.2. */
  consistencyProof(from: number, to: number = this.size): Hash[] {
    this.#assertWithin(to);
    if (!Number.isSafeInteger(from) || from < 0 || from > to) throw new RangeError('no such beginning');
    if (from === 0 || from === to) return [];
    const path: Hash[] = [];
    let [low, high, isWhole] = [0, to, true];
    while (from !== high) {
      const middle = low + splitOf(high - low);
      if (from <= middle) {
        path.unshift(this.#hashOf(middle, high));
        high = middle;
      } else {
        path.unshift(this.#hashOf(low, middle));
        [low, isWhole] = [middle, false];
      }
    }
    return isWhole ? path : [this.#hashOf(low, high), ...path];
  }

  #level(level: number): Hash[] {
    return (this.#levels[level] ??= []);
  }

  #assertWithin(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) throw new RangeError('the log is not that long');
  }

  #hashOf(from: number, to: number): Hash {
    const length = to - from;
    const level = Math.log2(length);
    if (Number.isInteger(level) && from % length === 0) {
      const whole = this.#levels[level]?.[from / length];
      if (whole) return whole;
    }
    const middle = from + splitOf(length);
    return nodeHash(this.#hashOf(from, middle), this.#hashOf(middle, to));
  }
}
