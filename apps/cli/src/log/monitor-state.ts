import { existsSync } from 'node:fs';
import {
  fromBase64,
  HASH_BYTES,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  toBase64,
  type Checkpoint,
  type Hash,
  type NoteKey,
} from '@sos/log';

import { readLarge, readText } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';

/** What a monitor knows: the key it believes, and the newest head it has seen, as it was signed. */
export interface MonitorState {
  readonly key: NoteKey;
  readonly signed: string;
  readonly checkpoint: Checkpoint;
}

const FIRST_LINE = 'sos log monitor v1';

/** The key on the second line, then the signed note: text, so that the evidence is the file itself. */
export function spellState(key: string, signed: string): string {
  return `${FIRST_LINE}\n${key}\n${signed}`;
}

/** @returns null when there is no file yet. @throws CliProblem for a file that is something else: it is never written over. */
export function readState(file: string): MonitorState | null {
  if (!existsSync(file)) return null;
  const [first, keyLine = '', ...rest] = readText(file).split('\n');
  const [key, signed] = [parseNoteKey(keyLine), rest.join('\n')];
  const note = parseNote(signed);
  const checkpoint = note && parseCheckpoint(note.text);
  if (first !== FIRST_LINE || !key || !checkpoint)
    throw new CliProblem(`${file} is not the state of a monitor, or is damaged: nothing was checked.`);
  return { key, signed, checkpoint };
}

/** Beside the state: every leaf, one a line. With them a log whose database was lost can be brought back as it was. */
export const leavesFile = (file: string): string => `${file}.leaves`;

export function spellLeaves(leaves: readonly Hash[]): string {
  return leaves.map((leaf) => `${toBase64(leaf)}\n`).join('');
}

/** @throws CliProblem */
export function readLeaves(file: string): readonly Hash[] {
  const lines = existsSync(file) ? readLarge(file).split('\n').slice(0, -1) : [];
  const leaves = lines.flatMap((line) => fromBase64(line) ?? []);
  if (leaves.length < lines.length || leaves.some(({ length }) => length !== HASH_BYTES))
    throw new CliProblem(`${file} does not hold the leaves of a log, or is damaged: nothing was checked.`);
  return leaves;
}
