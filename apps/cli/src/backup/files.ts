import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows does not open folders.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** For its owner alone, under a draft's name, on the disk before it is counted as written. */
export async function writeDraft(draft: string, source: AsyncIterable<Uint8Array>): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(draft, 'wx', 0o600);
  try {
    for await (const piece of source) {
      hash.update(piece);
      bytes += piece.length;
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

export async function measure(file: string): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file)) {
    const chunk: Buffer = piece as Buffer; // a file read without an encoding comes as buffers
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

export async function publish(draft: string, file: string): Promise<void> {
  await rename(draft, file);
  await syncFolder(path.dirname(file));
}

/** Whole or not at all, in the place of one that may be there. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const draft = `${file}.part`;
  try {
    await rm(draft, { force: true });
    await writeDraft(draft, oneOf(Buffer.from(content, 'utf8')));
    await publish(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export async function* oneOf(piece: Uint8Array): AsyncGenerator<Uint8Array> {
  yield piece;
}
