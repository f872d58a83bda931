import {
  chmodSync,
  mkdirSync,
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

import { codeOf, DatabaseProblem, messageOf } from './problem.js';

/** One of these in a folder says that it is a data folder. */
const OURS = ['database', 'secrets.json'];

function mayBeClosed(folder: string): boolean {
  const names = readdirSync(folder);
  return names.length === 0 || OURS.some((name) => names.includes(name));
}

/**
 * Makes the folder if need be, and closes it to other users of the machine. A folder that holds other people's things (say,
 * /tmp by mistake) keeps its mode; what is written into it is closed one by one.
 */
export function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (mayBeClosed(folder)) chmodSync(folder, 0o700);
  } catch (error) {
    const reason = codeOf(error) === 'ENOSPC' ? 'the disk is full' : messageOf(error);
    throw new DatabaseProblem('folder_not_usable', `The data folder ${folder} cannot be used: ${reason}.`, {
      cause: error,
    });
  }
}

/** Whole or not at all: a crash leaves the old file or none, never half a secret. */
export function writePrivateFile(file: string, content: string): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    rmSync(draft, { force: true });
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const reason = codeOf(error) === 'ENOSPC' ? 'the disk is full' : messageOf(error);
    throw new DatabaseProblem('folder_not_usable', `${file} cannot be written: ${reason}.`, { cause: error });
  }
}
