import fc from 'fast-check';

import { sameBytes, sha256, toHex } from './bytes.js';
import { verifyConsistency, verifyInclusion } from './proof.js';
import { EMPTY_ROOT, leafHash, MerkleTree, nodeHash, type Hash } from './tree.js';

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'));

/** The leaves and results that implementations of RFC 6962 are compared by. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const treeOf = (leaves: readonly Hash[]): MerkleTree => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree;
};

describe('against the vectors of RFC 6962', () => {
  const tree = treeOf(INPUTS.map((input) => leafHash(hex(input))));

  test('the root of every beginning', () => {
    expect(toHex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(ROOTS.map((_, index) => toHex(tree.root(index + 1)))).toEqual(ROOTS);
    expect(tree.root(0)).toEqual(EMPTY_ROOT);
  });

  test('paths', () => {
    expect(tree.inclusionProof(0, 8).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(tree.inclusionProof(1, 5).map(toHex)).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
    expect(tree.consistencyProof(6, 8).map(toHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
});

/** The definitions of RFC 6962 §2.1 word for word, and slow. */
function naiveRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0] as Hash;
  const k = largestPower(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}
function naivePath(index: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length === 1) return [];
  const k = largestPower(leaves.length);
  return index < k
    ? [...naivePath(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}
function naiveProof(m: number, leaves: readonly Hash[], whole: boolean): Hash[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = largestPower(leaves.length);
  return m <= k
    ? [...naiveProof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveProof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}
function largestPower(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}

const leaves = fc
  .array(fc.uint8Array({ minLength: 0, maxLength: 8 }), { minLength: 1, maxLength: 70 })
  .map((all) => all.map(leafHash));
const sized = leaves.chain((all) =>
  fc.tuple(fc.constant(all), fc.integer({ min: 1, max: all.length }), fc.nat(), fc.nat()),
);

test('every root and proof is that of the naive definition, and verifies', () => {
  fc.assert(
    fc.property(sized, ([all, size, pickIndex, pickOlder]) => {
      const tree = treeOf(all);
      const [some, index, older] = [all.slice(0, size), pickIndex % size, 1 + (pickOlder % size)];
      const root = tree.root(size);
      expect(toHex(root)).toBe(toHex(naiveRoot(some)));
      const path = tree.inclusionProof(index, size);
      expect(path.map(toHex)).toEqual(naivePath(index, some).map(toHex));
      expect(verifyInclusion({ leaf: some[index] as Hash, index, size, root, proof: path })).toBe(true);
      const proof = tree.consistencyProof(older, size);
      expect(proof.map(toHex)).toEqual(older === size ? [] : naiveProof(older, some, true).map(toHex));
      expect(verifyConsistency({ size: older, root: tree.root(older) }, { size, root }, proof)).toBe(true);
      expect(verifyConsistency({ size: 0, root: EMPTY_ROOT }, { size, root }, [])).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const flip = (hash: Hash, bit: number): Hash =>
  hash.map((byte, index) => (index === (bit >> 3) % hash.length ? byte ^ (1 << (bit & 7)) : byte));

/** A proof with one thing wrong. */
function spoil(proof: readonly Hash[], bit: number, how: number): readonly Hash[] {
  const at = proof.length === 0 ? 0 : bit % proof.length;
  switch (how % 4) {
    case 0:
      return proof.map((hash, index) => (index === at ? flip(hash, bit) : hash));
    case 1:
      return proof.filter((_, index) => index !== at);
    case 2:
      return [...proof.slice(0, at), sha256(Uint8Array.of(bit & 255)), ...proof.slice(at)];
    default:
      return [...proof].reverse();
  }
}
const sameProof = (one: readonly Hash[], other: readonly Hash[]): boolean =>
  one.length === other.length && one.every((hash, index) => sameBytes(hash, other[index] as Hash));

test('a proof with anything wrong in it, or for something else, proves nothing', () => {
  fc.assert(
    fc.property(sized, fc.nat(), fc.nat(), ([all, size, pickIndex, pickOlder], bit, how) => {
      const tree = treeOf(all);
      const [index, older, root] = [pickIndex % size, 1 + (pickOlder % size), tree.root(size)];
      const leaf = all[index] as Hash;
      const proof = tree.inclusionProof(index, size);
      const claim = { leaf, index, size, root, proof };
      const spoiled = spoil(proof, bit, how);
      expect(verifyInclusion({ ...claim, proof: spoiled })).toBe(sameProof(spoiled, proof));
      expect(verifyInclusion({ ...claim, leaf: flip(leaf, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: flip(root, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, index: size })).toBe(false);
      expect(verifyInclusion({ ...claim, index: -1 })).toBe(false);
      const [before, after] = [
        { size: older, root: tree.root(older) },
        { size, root },
      ];
      const path = tree.consistencyProof(older, size);
      const wrong = spoil(path, bit, how);
      expect(verifyConsistency(before, after, wrong)).toBe(sameProof(wrong, path));
      expect(verifyConsistency({ ...before, root: flip(before.root, bit) }, after, path)).toBe(false);
      expect(verifyConsistency(before, { ...after, root: flip(root, bit) }, path)).toBe(false);
      expect(verifyConsistency(after, { ...before, size: older - 1 }, path)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('what the log does not have yet is not made up', () => {
  const tree = treeOf([leafHash(Uint8Array.of(1))]);
  expect(() => tree.root(2)).toThrow(RangeError);
  expect(() => tree.inclusionProof(1, 1)).toThrow(RangeError);
  expect(() => tree.inclusionProof(0.5, 1)).toThrow(RangeError);
  expect(() => tree.consistencyProof(2, 1)).toThrow(RangeError);
  expect(() => tree.consistencyProof(-1, 1)).toThrow(RangeError);
});
