import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { isError } from '../is-error.js';
import type { BlobStore } from '../platform.types.js';

/** One or more segments the server made: no dot-dot, no absolute path, nothing a file system reads in its own way. */
const SAFE_KEY = /^[0-9a-z][0-9a-z-]{0,63}(?:\/[0-9a-z][0-9a-z-]{0,63}){0,3}$/;

function isMissing(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === 'ENOENT';
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

/** Files under `folder`. What `put` has answered for survives a power cut, and half a file is never seen under its name. */
export function createFolderBlobStore(folder: string): BlobStore {
  const placeOf = (key: string): string => {
    if (!SAFE_KEY.test(key)) throw new Error('unsafe blob key');
    return path.join(folder, key);
  };
  const fileOf = (key: string): string => `${placeOf(key)}.blob`;
  return {
    async put(key, bytes) {
      const file = fileOf(key);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const draft = `${file}.${randomUUID()}.new`;
      try {
        const handle = await open(draft, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await syncFolder(path.dirname(file));
    },
    async get(key) {
      try {
        return await readFile(fileOf(key));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async delete(key) {
      await rm(fileOf(key), { force: true });
    },
    async deleteAll(prefix) {
      await rm(placeOf(prefix), { recursive: true, force: true });
    },
  };
}
