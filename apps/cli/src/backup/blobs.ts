import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { codeOf } from '../platform/problem.js';

/** What the service has answered for; a draft that it is just writing has another ending. */
const BLOB = /^[0-9a-z][0-9a-z-]{0,63}\.blob$/;
const FOLDER = /^[0-9a-z][0-9a-z-]{0,63}$/;

/** What is deleted while we look is not missing: the service runs on. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export async function blobFolders(folder: string): Promise<string[]> {
  const entries = (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => entry.isDirectory() && FOLDER.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Every file of the folder, one at a time, in the order of their names. */
export async function* readBlobs(folder: string): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  for (const blob of await blobFolders(folder)) {
    const files = (await unlessGone(readdir(path.join(folder, blob)))) ?? [];
    for (const file of files.filter((name) => BLOB.test(name)).sort()) {
      const bytes = await unlessGone(readFile(path.join(folder, blob, file)));
      if (bytes) yield { name: `blobs/${blob}/${file}`, bytes };
    }
  }
}
