import 'fake-indexeddb/auto';

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  leafHashOf,
  MerkleTree,
  NOTE_ALGORITHMS,
  signatureLine,
  spellCheckpoint,
  spellNote,
  spellNoteKey,
  toBase64,
  type LogKind,
  type NoteKey,
} from '@sos/log';

import { deleteKeyDatabase, readLogEvidence, readLogPin } from '../keys/key-database.js';
import { createLogFollower, type LoggedRoster, type LogTrust } from './follow-log.js';

interface Signer {
  readonly key: NoteKey;
  sign(text: string): Uint8Array;
}

function signer(name: string, algorithm: NoteKey['algorithm'] = NOTE_ALGORITHMS.ed25519): Signer {
  const { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ed25519');
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    key: { name, algorithm, publicKey: Uint8Array.from(x) },
    sign: (text) => Uint8Array.from(sign(null, Buffer.from(text), privateKey)),
  };
}

const LOG = signer('sos.example/log');
const WITNESS = signer('witness.example', NOTE_ALGORITHMS.cosignature);
const SALT = new Uint8Array(32).fill(7);
const hashOf = (word: string): string => Buffer.from(word.padEnd(32)).toString('hex');
const leafOf = (word: string, kind: LogKind = 'roster') =>
  leafHashOf({ kind, salt: SALT, sha256: Uint8Array.from(Buffer.from(hashOf(word), 'hex')) });
const rosterAt = (index: number, word: string): LoggedRoster => ({
  sha256: hashOf(word),
  place: { index, salt: toBase64(SALT) },
});

function cosignature(text: string): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1_790_000_000n);
  const signature = WITNESS.sign(`cosignature/v1\ntime 1790000000\n${text}`);
  return signatureLine(WITNESS.key, Uint8Array.from(Buffer.concat([time, signature])));
}

function headOf(words: string, by: Signer, lines: (text: string) => string[] = () => []): string {
  const tree = treeOf(words);
  const text = spellCheckpoint({ origin: by.key.name, size: tree.size, root: tree.root() });
  return spellNote(text, [signatureLine(by.key, by.sign(text)), ...lines(text)]);
}
function treeOf(words: string): MerkleTree {
  const tree = new MerkleTree();
  for (const word of words) tree.append(leafOf(word));
  return tree;
}

/** A server whose log holds a roster for each letter; `cosigned` is how much of it the witness has signed. */
function serverOf(words: string, { by = LOG, cosigned }: { by?: Signer; cosigned?: string } = {}) {
  return async (path: string) => {
    const { pathname, searchParams } = new URL(path, 'https://sos.example');
    const number = (name: string): number => Number(searchParams.get(name));
    const ok = (body: string) => ({ status: 200, body });
    if (pathname === '/log/key') return ok(`${spellNoteKey(by.key)}\n`);
    if (pathname === '/log/checkpoint' && !searchParams.has('cosigned')) return ok(headOf(words, by));
    if (pathname === '/log/checkpoint')
      return cosigned === undefined
        ? { status: 404, body: '{}' }
        : ok(headOf(cosigned, by, (text) => [cosignature(text)]));
    const proof =
      pathname === '/log/proof/consistency'
        ? treeOf(words).consistencyProof(number('from'), number('to'))
        : treeOf(words).inclusionProof(number('index'), number('size'));
    return ok(JSON.stringify({ proof: proof.map(toBase64) }));
  };
}

const PINNED: LogTrust = { log: spellNoteKey(LOG.key), witness: null };
const WITNESSED: LogTrust = { ...PINNED, witness: spellNoteKey(WITNESS.key) };
const NOW = new Date('2026-11-25T12:00:00.000Z');
const browser = (ask: ReturnType<typeof serverOf>, trust = PINNED) => createLogFollower({ ask, trust, now: () => NOW });
const follow = (ask: ReturnType<typeof serverOf>, trust = PINNED) => browser(ask, trust).follow();

beforeEach(() => deleteKeyDatabase());

test('a log that goes on is followed, and what was seen is kept', async () => {
  expect(await follow(serverOf('abc'))).toEqual({ status: 'holds', size: 3, isPinned: true, witness: null });
  expect(await follow(serverOf('abcde'))).toMatchObject({ status: 'holds', size: 5 });
  expect(await readLogPin()).toMatchObject({ key: PINNED.log, size: 5 });
  expect(await readLogEvidence()).toBeUndefined();
});

test.each([
  ['shows another history', 'abXde', 'forked'],
  ['shows another history of the same length', 'abX', 'forked'],
  ['has taken something back', 'ab', 'rolled_back'],
  ['is empty again', '', 'rolled_back'],
])('a server that %s is told by name, and both heads are kept as evidence', async (_what, words, problem) => {
  await follow(serverOf('abc'));
  expect(await follow(serverOf(words))).toEqual({ status: 'broken', problem });
  expect(await readLogPin()).toMatchObject({ size: 3 });
  expect(await readLogEvidence()).toMatchObject({
    at: NOW.toISOString(),
    seen: headOf('abc', LOG),
    served: headOf(words, LOG),
  });
  // Once it goes on again from what was seen, as after a restore that was mended, it holds; the evidence stays.
  expect(await follow(serverOf('abcd'))).toMatchObject({ status: 'holds', size: 4 });
  expect(await readLogEvidence()).toBeDefined();
});

test('a fork that borrows the honest log’s proof, and heads by another key, of another log, or that are none', async () => {
  await follow(serverOf('abc'));
  const fork = serverOf('abXde');
  const honest = serverOf('abcde');
  const borrowed = (path: string) => (path.includes('/proof/') ? honest(path) : fork(path));
  expect(await follow(borrowed)).toEqual({ status: 'broken', problem: 'forked' });
  const stranger = signer(LOG.key.name);
  expect(await follow(serverOf('abcd', { by: stranger }))).toEqual({ status: 'broken', problem: 'signature' });
  const nonsense = async () => ({ status: 200, body: '<html>' });
  expect(await follow(nonsense)).toEqual({ status: 'broken', problem: 'malformed' });
});

test('a server that does not answer proves nothing, and loses nothing', async () => {
  await follow(serverOf('abc'));
  const silent = () => Promise.reject(new Error('offline'));
  expect(await follow(silent)).toEqual({ status: 'silent' });
  expect(await follow(async () => ({ status: 404, body: '' }))).toEqual({ status: 'silent' });
  expect(await follow(serverOf('ab'))).toEqual({ status: 'broken', problem: 'rolled_back' });
});

test('a build without a key believes the first it sees, and begins again with another log', async () => {
  const unpinned: LogTrust = { log: null, witness: null };
  expect(await follow(serverOf('abc'), unpinned)).toMatchObject({ status: 'holds', isPinned: false });
  expect(await follow(serverOf('abX'), unpinned)).toEqual({ status: 'broken', problem: 'forked' });
  const reset = signer(LOG.key.name);
  expect(await follow(serverOf('x', { by: reset }), unpinned)).toMatchObject({ status: 'holds', size: 1 });
  expect(await follow(serverOf('', { by: reset }), unpinned)).toEqual({ status: 'broken', problem: 'rolled_back' });
});

test('a pinned witness is required: its own head is the one that counts', async () => {
  expect(await follow(serverOf('abc'), WITNESSED)).toEqual({ status: 'broken', problem: 'witness' });
  const seen = browser(serverOf('abcde', { cosigned: 'abc' }), WITNESSED);
  expect(await seen.follow()).toMatchObject({ status: 'holds', size: 3, witness: 'witness.example' });
  expect(await seen.find(rosterAt(2, 'c'))).toBe('included');
  expect(await seen.find(rosterAt(4, 'e'))).toBe('awaits_witness');
  // Signed by the log alone, however new.
  const alone = serverOf('abcdef');
  const withoutWitness = (path: string) => alone(path.replace('?cosigned=1', ''));
  expect(await follow(withoutWitness, WITNESSED)).toEqual({ status: 'broken', problem: 'witness' });
});

test('the roster in use is found with its proof; another’s place, a wrong salt, none, or one past the end is not', async () => {
  const log = browser(serverOf('abc'));
  expect(await log.find(rosterAt(1, 'b'))).toBe('unknown');
  await log.follow();
  expect(await log.find(rosterAt(1, 'b'))).toBe('included');
  expect(await log.find(rosterAt(0, 'b'))).toBe('not_included');
  expect(await log.find(rosterAt(3, 'd'))).toBe('not_included');
  expect(await log.find({ sha256: hashOf('b'), place: null })).toBe('not_included');
  const salt = toBase64(new Uint8Array(32));
  expect(await log.find({ sha256: hashOf('b'), place: { index: 1, salt } })).toBe('not_included');
});

test('a roster that was published after the head was fetched is found in the next head', async () => {
  let words = 'abc';
  const log = browser((path) => serverOf(words)(path));
  await log.follow();
  words = 'abcd';
  expect(await log.find(rosterAt(3, 'd'))).toBe('included');
});
