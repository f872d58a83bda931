import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';

import { concatBytes, sha256, toBase64, utf8 } from './bytes.js';
import { parseCheckpoint, spellCheckpoint, verifyCheckpoint } from './checkpoint.js';
import {
  NOTE_ALGORITHMS,
  noteKeyId,
  parseNote,
  parseNoteKey,
  signatureLine,
  spellNote,
  spellNoteKey,
  verifyCosignature,
  verifyNote,
  type NoteKey,
} from './note.js';

function makeKey(name: string, algorithm: NoteKey['algorithm'] = NOTE_ALGORITHMS.ed25519) {
  const secret = sha256(utf8(`secret of ${name} ${algorithm}`));
  const key: NoteKey = { name, algorithm, publicKey: ed25519.getPublicKey(secret) };
  return { key, sign: (message: Uint8Array) => ed25519.sign(message, secret) };
}
const log = makeKey('sos.example/log');
const witness = makeKey('witness.example', NOTE_ALGORITHMS.cosignature);

const body = (origin = log.key.name, size = 3, root = sha256(utf8('root'))) => spellCheckpoint({ origin, size, root });
const sign = (text: string, by = log) => signatureLine(by.key, by.sign(utf8(text)));
function cosign(text: string, time: bigint, by = witness): string {
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, time);
  return signatureLine(by.key, concatBytes(stamp, by.sign(utf8(`cosignature/v1\ntime ${time}\n${text}`))));
}
const signed = (text = body(), ...lines: string[]) => spellNote(text, [sign(text), ...lines]);

test('the example of the signed-note specification verifies', () => {
  const key = parseNoteKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const note = parseNote(
    [
      'If you think cryptography is the answer to your problem,',
      "then you don't know what your problem is.",
      '',
      '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
      '',
    ].join('\n'),
  );
  if (!key || !note) throw new Error('the example does not parse');
  expect(verifyNote(note, key)).toBe(true);
  expect(Buffer.from(noteKeyId(key)).toString('hex')).toBe('c74f20a3');
  expect(spellNoteKey(key)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  expect(verifyNote({ ...note, text: note.text.replace('answer', 'cause') }, key)).toBe(false);
});

test('a checkpoint is read as it is written', () => {
  fc.assert(
    fc.property(fc.nat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => {
      const text = spellCheckpoint({ origin: 'a.example/log', size, root });
      expect(parseCheckpoint(text)).toEqual({ origin: 'a.example/log', size, root: Uint8Array.from(root) });
      expect(parseCheckpoint(`${text}extension\n`)).toEqual(parseCheckpoint(text));
    }),
  );
});

test.each([
  ['a size with a zero before it', `a\n03\n${toBase64(sha256(utf8('x')))}\n`],
  ['a size below nothing', `a\n-3\n${toBase64(sha256(utf8('x')))}\n`],
  ['a size no number holds', `a\n9999999999999999\n${toBase64(sha256(utf8('x')))}\n`],
  ['a short root', `a\n3\n${toBase64(Uint8Array.of(1, 2, 3))}\n`],
  ['another spelling of base64', `a\n3\n${toBase64(sha256(utf8('x'))).replace('=', '')}\n`],
  ['no origin', `\n3\n${toBase64(sha256(utf8('x')))}\n`],
  ['no end of line', `a\n3\n${toBase64(sha256(utf8('x')))}`],
])('%s is no checkpoint', (_what, text) => {
  expect(parseCheckpoint(text)).toBeNull();
});

test('the log’s key, its name and a pinned witness are asked for', () => {
  const text = body();
  const pinned = { key: log.key, witness: witness.key };
  expect(verifyCheckpoint(signed(), { key: log.key })).toMatchObject({
    ok: true,
    checkpoint: { size: 3 },
    witnessedAt: null,
  });
  expect(verifyCheckpoint(signed(text, cosign(text, 1_790_000_000n)), pinned)).toMatchObject({
    ok: true,
    witnessedAt: 1_790_000_000,
  });
  expect(verifyCheckpoint(signed(), pinned)).toEqual({ ok: false, problem: 'witness' });
  const stranger = makeKey(log.key.name.replace('log', 'other'));
  expect(verifyCheckpoint(signed(), { key: stranger.key })).toEqual({ ok: false, problem: 'signature' });
  expect(verifyCheckpoint(signed(body('another.example/log')), { key: log.key })).toEqual({
    ok: false,
    problem: 'origin',
  });
  for (const note of [
    '',
    'hello',
    `${text}\n`,
    signed().slice(0, -1),
    signed().replace('\u2014', '-'),
    `\n${signed()}`,
  ])
    expect(verifyCheckpoint(note, { key: log.key })).toMatchObject({ ok: false });
});

test('a witness that signed something else, or with the wrong key, has signed nothing', () => {
  const text = body();
  const note = (line: string) => parseNote(spellNote(text, [line])) ?? { text, signatures: [] };
  expect(verifyCosignature(note(cosign(body(log.key.name, 4), 5n)), witness.key)).toBeNull();
  expect(verifyCosignature(note(sign(text)), witness.key)).toBeNull();
  const impostor = { key: witness.key, sign: makeKey('x').sign };
  expect(verifyCosignature(note(cosign(text, 5n, impostor)), witness.key)).toBeNull();
  expect(verifyCosignature(note(cosign(text, 2n ** 63n)), witness.key)).toBeNull();
  expect(verifyCosignature(note(cosign(text, 5n)), { ...witness.key, algorithm: NOTE_ALGORITHMS.ed25519 })).toBeNull();
});

test('a line of a stranger is kept and changes nothing; a false line by the log’s own key spoils the note', () => {
  const text = body();
  expect(verifyCheckpoint(signed(text, sign(text, makeKey('stranger'))), { key: log.key }).ok).toBe(true);
  const second = signatureLine(log.key, new Uint8Array(64));
  expect(verifyCheckpoint(signed(text, second), { key: log.key })).toEqual({ ok: false, problem: 'signature' });
});

test('no change of one character passes for signed', () => {
  const note = signed();
  fc.assert(
    fc.property(fc.nat({ max: note.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
      fc.pre(note[at] !== char);
      expect(verifyCheckpoint(note.slice(0, at) + char + note.slice(at + 1), { key: log.key }).ok).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('whatever text comes is read or refused, never thrown at', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => signed().replace('3', text)),
      ),
      (text) => {
        expect(() => [parseNote(text), parseNoteKey(text), parseCheckpoint(text)]).not.toThrow();
        expect(verifyCheckpoint(text, { key: log.key }).ok).toBe(text === signed());
      },
    ),
  );
});

test('a key whose id, length or name is not its own is refused', () => {
  const spelled = spellNoteKey(log.key);
  expect(parseNoteKey(spelled)).toEqual(log.key);
  for (const other of [
    spelled.replace('sos', 'son'),
    spelled.slice(0, -4),
    `${spelled}AAAA`,
    spelled.replace('+', ' +'),
    '',
  ])
    expect(parseNoteKey(other)).toBeNull();
});
