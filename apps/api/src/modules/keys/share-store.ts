import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { createFolderBlobStore } from '../../platform/blobs/folder-blob-store.js';
import type { Config } from '../../platform/platform.types.js';

/**
 * The shares of members' vault copies: random bytes, worthless by themselves, in a folder of their own so that no dump and no
 * backup of the database ever holds a copy together with what it needs.
 */
export interface ShareStore {
  put(id: string, share: Uint8Array): Promise<void>;
  get(id: string): Promise<Uint8Array | null>;
  delete(id: string): Promise<void>;
  /** Ids of the shares kept since before `before`. */
  olderThan(before: Date): Promise<readonly string[]>;
}

/** Anything else in the folder is not ours to judge. */
const SHARE_FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.blob$/;

/** Never beside the blobs, which are backed up with the database. */
export function createShareStore(config: Pick<Config, 'dataFolder'>): ShareStore {
  const folder = (): string => path.join(config.dataFolder, 'shares');
  const files = () => createFolderBlobStore(folder());
  return {
    put: (id, share) => files().put(id, share),
    get: (id) => files().get(id),
    delete: (id) => files().delete(id),
    async olderThan(before) {
      const names = await readdir(folder()).catch(() => []);
      const old: string[] = [];
      for (const name of names) {
        const id = SHARE_FILE.exec(name)?.[1];
        const facts = id === undefined ? null : await stat(path.join(folder(), name)).catch(() => null);
        if (id !== undefined && facts !== null && facts.mtime < before) old.push(id);
      }
      return old;
    },
  };
}
