import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

import { CliProblem } from './problem.js';

const LARGEST_BYTES = 8 * 1024 * 1024;

export function readBytes(file: string): Uint8Array<ArrayBuffer> {
  // A device or a pipe says 0: then what it holds is read.
  if (statSync(file).size > LARGEST_BYTES) throw new CliProblem(`${file} is too large to be what was asked for.`);
  return Uint8Array.from(readFileSync(file));
}

export function readText(file: string): string {
  return Buffer.from(readBytes(file)).toString('utf8');
}

const LARGEST_LIST_BYTES = 512 * 1024 * 1024;

/** For what this machine wrote itself and may have grown for years. */
export function readLarge(file: string): string {
  if (statSync(file).size > LARGEST_LIST_BYTES) throw new CliProblem(`${file} is too large to be what was asked for.`);
  return readFileSync(file, 'utf8');
}

/** For its owner alone, and never in the place of another file: what is written here cannot be made again. */
export function writeNewFile(file: string, content: string | Uint8Array): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    if (typeof content === 'string') writeSync(handle, content);
    else writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** At the end of a file that only grows. */
export function addLine(file: string, line: string): void {
  appendFileSync(file, `${line}\n`, { mode: 0o600, flush: true });
}

/** Whole or not at all: what was there before stays until the new is on the disk. */
export function replaceFile(file: string, content: string): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeNewFile(draft, content);
  renameSync(draft, file);
}

export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
