import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  leafHash,
  MerkleTree,
  NOTE_ALGORITHMS,
  signatureLine,
  spellCheckpoint,
  spellNote,
  spellNoteKey,
  toBase64,
  type NoteKey,
} from '@sos/log';

import { openBench, type Bench } from '../testing/bench.js';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.close());

function makeKey(name: string, algorithm: NoteKey['algorithm'] = NOTE_ALGORITHMS.ed25519) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const key: NoteKey = { name, algorithm, publicKey: Uint8Array.from(x) };
  return { key, sign: (text: string) => Uint8Array.from(sign(null, Buffer.from(text), privateKey)) };
}
const log = makeKey('sos.example/log');
const URL = 'https://sos.example';
const dataOf = (word: string) => Uint8Array.from(Buffer.from(word.padEnd(32)));

function grow(words: string): MerkleTree {
  const tree = new MerkleTree();
  for (const word of words) tree.append(leafHash(dataOf(word)));
  return tree;
}
function head(tree: MerkleTree, by = log, origin = log.key.name, lines: (text: string) => string[] = () => []): string {
  const text = spellCheckpoint({ origin, size: tree.size, root: tree.root() });
  return spellNote(text, [signatureLine(by.key, by.sign(text)), ...lines(text)]);
}

/** What the server answers next. `proofs` may be another tree than the head is of. */
function serve(words: string, lie: { head?: string; proofs?: string; leaves?: string; status?: number } = {}): void {
  const tree = grow(words);
  bench.fetch = async (url) => {
    const { pathname, searchParams } = new globalThis.URL(url);
    if (lie.status !== undefined) return { status: lie.status, body: '' };
    if (pathname === '/log/key') return { status: 200, body: `${spellNoteKey(log.key)}\n` };
    if (pathname === '/log/checkpoint') return { status: 200, body: lie.head ?? head(tree) };
    const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))];
    if (pathname === '/log/leaves') {
      const leaves = Array.from(lie.leaves ?? words)
        .slice(from, to)
        .map((word) => toBase64(dataOf(word)));
      return { status: 200, body: JSON.stringify({ leaves }) };
    }
    const proof = grow(lie.proofs ?? words).consistencyProof(from, to);
    return { status: 200, body: JSON.stringify({ proof: proof.map(toBase64) }) };
  };
}
const monitor = (...more: string[]) => bench.sos('log', 'monitor', URL, '--state', bench.path('state'), ...more);
const evidence = () => readdirSync(bench.folder).filter((name) => name.includes('.evidence-'));

test('follows a log as it grows, and says what it believes for the first time', async () => {
  serve('abc');
  const first = await monitor();
  expect(first).toMatchObject({ code: 0, out: 'sos.example: the log holds, 0 entries before, 3 now.' });
  expect(first.warnings).toContain(spellNoteKey(log.key));
  serve('abcdefg');
  expect(await monitor()).toEqual({
    code: 0,
    out: 'sos.example: the log holds, 3 entries before, 7 now.',
    warnings: '',
  });
  expect(await monitor('--key', spellNoteKey(log.key))).toMatchObject({ code: 0 });
  expect(evidence()).toEqual([]);
});

const stranger = makeKey(log.key.name);
test.each([
  ['forks', () => serve('abXdefg'), 'shows different histories'],
  ['forks without growing', () => serve('abX'), 'shows different histories'],
  ['serves the proof of another tree', () => serve('abXde', { proofs: 'abcde' }), 'shows different histories'],
  ['rolls back', () => serve('ab'), 'is shorter than it was'],
  ['forgets everything', () => serve(''), 'is shorter than it was'],
  ['signs with another key', () => serve('abcd', { head: head(grow('abcd'), stranger) }), 'not signed by the key'],
  [
    'serves another log',
    () => serve('abcd', { head: head(grow('abcd'), log, 'other.example/log') }),
    'that of another log',
  ],
  ['hides an entry', () => serve('abcd', { leaves: 'abcX' }), 'not those its head was signed over'],
  ['serves no entries', () => serve('abcd', { leaves: '' }), 'not those its head was signed over'],
  ['serves nonsense', () => serve('abcd', { head: '<html>' }), 'no checkpoint'],
])('a server that %s: exit 1, one sentence, the evidence kept, and the state as it was', async (_what, lie, words) => {
  serve('abc');
  await monitor();
  const before = readFileSync(bench.path('state'), 'utf8');
  lie();
  const { code, warnings } = await monitor();
  expect({ code, lines: warnings.split('\n').length }).toEqual({ code: 1, lines: 1 });
  expect(warnings).toContain(words);
  expect(readFileSync(bench.path('state'), 'utf8')).toBe(before);
  const [kept = ''] = evidence();
  expect(readFileSync(bench.path(kept), 'utf8')).toContain(head(grow('abc')));
});

test('a server that does not answer proves nothing: exit 1, without evidence', async () => {
  serve('abc', { status: 502 });
  expect(await monitor()).toMatchObject({ code: 1, warnings: 'sos.example answered 502: nothing was checked.' });
  expect(evidence()).toEqual([]);
  expect(existsSync(bench.path('state'))).toBe(false);
});

test('a witness that is asked for has to have signed', async () => {
  const witness = makeKey('witness.example', NOTE_ALGORITHMS.cosignature);
  const cosigned = (text: string): string[] => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1_790_000_000n);
    const signature = witness.sign(`cosignature/v1\ntime 1790000000\n${text}`);
    return [signatureLine(witness.key, Uint8Array.from(Buffer.concat([time, signature])))];
  };
  const asked = ['--key', spellNoteKey(log.key), '--witness', spellNoteKey(witness.key)];
  serve('abc');
  expect((await monitor(...asked)).warnings).toContain('The witness has not signed');
  serve('abc', { head: head(grow('abc'), log, log.key.name, cosigned) });
  expect(await monitor(...asked)).toMatchObject({ code: 0, warnings: '' });
});

test('a damaged state, a wrong key and no address are told before anything is asked', async () => {
  writeFileSync(bench.path('state'), 'sos log monitor v1\nnonsense\n');
  expect((await monitor()).warnings).toContain('is not the state of a monitor');
  expect((await monitor('--key', 'nonsense')).code).not.toBe(0);
  expect((await bench.sos('log', 'monitor', 'nowhere', '--state', bench.path('new'))).code).toBe(2);
  expect((await bench.sos('log', 'monitor', URL)).code).toBe(2);
});
