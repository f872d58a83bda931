import { ed25519 } from '@noble/curves/ed25519.js';

import { sha256, utf8 } from './bytes.js';
import { spellCheckpoint } from './checkpoint.js';
import { followLog, type LogSource } from './follow.js';
import { leafHashOf } from './leaf.js';
import { NOTE_ALGORITHMS, signatureLine, spellNote, type NoteKey } from './note.js';
import { verifyInclusion } from './proof.js';
import { leafHash, MerkleTree } from './tree.js';

const secret = sha256(utf8('the log'));
const key: NoteKey = {
  name: 'a.example/log',
  algorithm: NOTE_ALGORITHMS.ed25519,
  publicKey: ed25519.getPublicKey(secret),
};

function grow(words: readonly string[]): MerkleTree {
  const tree = new MerkleTree();
  for (const word of words) tree.append(leafHash(utf8(word)));
  return tree;
}
const headOf = (tree: MerkleTree) => ({ size: tree.size, root: tree.root() });

/** An honest server over this tree; a test puts a lie in the place of an answer. */
function serve(tree: MerkleTree, lie: Partial<LogSource> = {}): LogSource {
  const text = spellCheckpoint({ origin: key.name, ...headOf(tree) });
  return {
    checkpoint: async () => spellNote(text, [signatureLine(key, ed25519.sign(utf8(text), secret))]),
    consistency: async (from, to) => tree.consistencyProof(from, to),
    inclusion: async (index, size) => tree.inclusionProof(index, size),
    ...lie,
  };
}

const seen = headOf(grow(['a', 'b', 'c']));
const problemOf = async (source: LogSource, before: typeof seen | null = seen) => {
  const verdict = await followLog(source, { key }, before);
  return verdict.ok ? null : verdict.problem;
};

test('a log that grew, or did not, is followed', async () => {
  expect(await problemOf(serve(grow(['a', 'b', 'c', 'd', 'e'])))).toBeNull();
  expect(await problemOf(serve(grow(['a', 'b', 'c'])))).toBeNull();
  expect(await problemOf(serve(grow(['x'])), null)).toBeNull();
  expect(await problemOf(serve(grow(['x'])), headOf(grow([])))).toBeNull();
});

test('a fork, a rollback, a cut, a changed leaf and a wrong, missing or foreign proof are told by name', async () => {
  const fork = grow(['a', 'b', 'X', 'd', 'e']);
  const honest = grow(['a', 'b', 'c', 'd', 'e']);
  expect(await problemOf(serve(fork))).toBe('forked');
  expect(await problemOf(serve(grow(['a', 'b', 'X'])))).toBe('forked');
  expect(await problemOf(serve(grow(['a', 'b'])))).toBe('rolled_back');
  expect(await problemOf(serve(grow([])))).toBe('rolled_back');
  expect(await problemOf(serve(fork, serve(honest)))).toBeNull();
  expect(await problemOf(serve(fork, { consistency: serve(honest).consistency }))).toBe('forked');
  expect(await problemOf(serve(honest, { consistency: async () => [] }))).toBe('forked');
  expect(await problemOf(serve(honest, { consistency: async () => null }))).toBe('forked');
  expect(await problemOf(serve(honest, { checkpoint: async () => 'nonsense' }))).toBe('malformed');
});

test('a leaf is found with its salt, and says nothing without it', () => {
  const preimage = { kind: 'roster', salt: sha256(utf8('salt')), sha256: sha256(utf8('roster')) } as const;
  const tree = grow(['a']);
  tree.append(leafHashOf(preimage));
  const claim = { index: 1, size: 2, root: tree.root(), proof: tree.inclusionProof(1) };
  expect(verifyInclusion({ ...claim, leaf: leafHashOf(preimage) })).toBe(true);
  for (const other of [{ kind: 'roots' as const }, { salt: sha256(utf8('x')) }, { sha256: sha256(utf8('y')) }])
    expect(verifyInclusion({ ...claim, leaf: leafHashOf({ ...preimage, ...other }) })).toBe(false);
});
