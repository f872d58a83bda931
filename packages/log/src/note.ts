import { ed25519 } from '@noble/curves/ed25519.js';

import { concatBytes, fromBase64, sameBytes, sha256, toBase64, utf8 } from './bytes.js';

/** C2SP signed-note: what the first byte of a key says about how it signs. */
export const NOTE_ALGORITHMS = { ed25519: 0x01, cosignature: 0x04 } as const;
type Algorithm = (typeof NOTE_ALGORITHMS)[keyof typeof NOTE_ALGORITHMS];

const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const MOST_SIGNATURES = 16;
/** Far above what a checkpoint and its witnesses take. */
const LONGEST_NOTE = 64 * 1024;

/** Neither spaces nor `+`, which part a key's text; and nothing that could look like another line. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
const KEY_NAME = /^[^\s+\u0000-\u001f\u007f]{1,200}$/u;

export interface NoteKey {
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly publicKey: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
  /** The whole line, to be kept and passed on as it came. */
  readonly line: string;
}

export interface Note {
  /** What is signed, with the line break at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** SHA-256 of name, line break, algorithm and key; the first four bytes. */
export function noteKeyId({ name, algorithm, publicKey }: NoteKey): Uint8Array {
  return sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, KEY_ID_BYTES);
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** «name+id+key», as C2SP spells a verifier's key. */
export function spellNoteKey(key: NoteKey): string {
  const bytes = concatBytes(Uint8Array.of(key.algorithm), key.publicKey);
  return `${key.name}+${hex(noteKeyId(key))}+${toBase64(bytes)}`;
}

export function parseNoteKey(text: string): NoteKey | null {
  const [, name = '', id = '', key = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const bytes = fromBase64(key);
  if (!KEY_NAME.test(name) || bytes?.length !== KEY_BYTES + 1) return null;
  const algorithm = Object.values(NOTE_ALGORITHMS).find((known) => known === bytes[0]);
  if (algorithm === undefined) return null;
  const parsed: NoteKey = { name, algorithm, publicKey: bytes.slice(1) };
  return hex(noteKeyId(parsed)) === id ? parsed : null;
}

function parseSignature(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!KEY_NAME.test(name) || !bytes || bytes.length <= KEY_ID_BYTES) return null;
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES), line };
}

/** Null unless it is a note to the letter; whose signatures count is for the reader to say. */
export function parseNote(note: string): Note | null {
  if (note.length > LONGEST_NOTE || !note.endsWith('\n')) return null;
  const end = note.lastIndexOf('\n\n');
  if (end <= 0) return null;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => parseSignature(line) ?? []);
  if (lines.length > MOST_SIGNATURES || signatures.length !== lines.length) return null;
  return { text: note.slice(0, end + 1), signatures };
}

export function signatureLine(key: NoteKey, signature: Uint8Array): string {
  return `\u2014 ${key.name} ${toBase64(concatBytes(noteKeyId(key), signature))}`;
}

export function spellNote(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.map((line) => `${line}\n`).join('')}`;
}

function verifies(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    // As RFC 8032 says: what one verifier takes, every other has to take.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function isBy(key: NoteKey, { name, keyId }: NoteSignature): boolean {
  return name === key.name && sameBytes(keyId, noteKeyId(key));
}

/** A line by this key that does not verify spoils the note, as signed-note asks, whatever other lines say. */
export function verifyNote({ text, signatures }: Note, key: NoteKey): boolean {
  const own = signatures.filter((signature) => isBy(key, signature));
  return (
    key.algorithm === NOTE_ALGORITHMS.ed25519 &&
    own.length > 0 &&
    own.every(({ signature }) => verifies(signature, utf8(text), key.publicKey))
  );
}

const TIME_BYTES = 8;

/**
 * C2SP tlog-cosignature v1: a witness says when it saw the note.
 * @returns seconds since 1970; null when this witness has not signed it.
 */
export function verifyCosignature({ text, signatures }: Note, witness: NoteKey): number | null {
  const own = signatures.find((signature) => isBy(witness, signature));
  if (!own || witness.algorithm !== NOTE_ALGORITHMS.cosignature || own.signature.length <= TIME_BYTES) return null;
  const time = new DataView(own.signature.slice(0, TIME_BYTES).buffer).getBigUint64(0);
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return verifies(own.signature.slice(TIME_BYTES), message, witness.publicKey) ? Number(time) : null;
}
