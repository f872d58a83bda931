import { fromBase64, toBase64 } from './bytes.js';
import { parseNote, verifyCosignature, verifyNote, type Note, type NoteKey } from './note.js';
import { HASH_BYTES, type Hash } from './tree.js';

/** C2SP tlog-checkpoint: how long the log is, and the root of its tree. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

export function spellCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Extension lines may follow; they are signed with the rest and mean nothing to us. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', digits = '', encoded = ''] = text.split('\n');
  const root = fromBase64(encoded);
  const size = /^(0|[1-9][0-9]{0,15})$/.test(digits) ? Number(digits) : Number.NaN;
  if (origin === '' || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES) return null;
  return text.startsWith(`${origin}\n${digits}\n${encoded}\n`) ? { origin, size, root } : null;
}

export type CheckpointProblem =
  /** Not a checkpoint at all. */
  | 'malformed'
  /** Not signed by the log's key. */
  | 'signature'
  /** A checkpoint of another log. */
  | 'origin'
  /** A pinned witness has not signed it. */
  | 'witness';

export type CheckpointVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly note: Note; readonly witnessedAt: number | null }
  | { readonly ok: false; readonly problem: CheckpointProblem };

export interface PinnedLog {
  readonly key: NoteKey;
  /** Once a witness is pinned its word is needed: a server and its log's key alone can no longer show two faces. */
  readonly witness?: NoteKey | null;
}

export function verifyCheckpoint(signed: string, { key, witness = null }: PinnedLog): CheckpointVerdict {
  const note = parseNote(signed);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!checkpoint) return { ok: false, problem: 'malformed' };
  if (!verifyNote(note, key)) return { ok: false, problem: 'signature' };
  // The same key could sign for another log of the same people.
  if (checkpoint.origin !== key.name) return { ok: false, problem: 'origin' };
  const witnessedAt = witness && verifyCosignature(note, witness);
  if (witness && witnessedAt === null) return { ok: false, problem: 'witness' };
  return { ok: true, checkpoint, note, witnessedAt };
}
