import { existsSync, readdirSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '@sos/database';

import { CliProblem } from '../platform/problem.js';
import { blobFolders } from './blobs.js';
import type { Member } from './tar.js';

/** Written beside, and put in place when all of it is there. */
export interface BlobsInWork {
  add(member: Member): Promise<void>;
  putInPlace(): Promise<void>;
  giveUp(): Promise<void>;
}

export function requireFree(folder: string, mayReplace: boolean): void {
  if (mayReplace || !existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new CliProblem(`${folder} is not empty: with --replace, what is in it gives way to the backup.`);
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function startBlobs(folder: string): Promise<BlobsInWork> {
  const [draft, old] = [`${folder}.restoring`, `${folder}.replaced`];
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  return {
    async add({ name, bytes }) {
      // The manifest admits nothing but blobs/<folder>/<file>.blob.
      const file = path.join(draft, ...name.split('/').slice(1));
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeSynced(file, bytes);
    },
    async putInPlace() {
      await rm(old, { recursive: true, force: true });
      if (existsSync(folder)) await rename(folder, old);
      await rename(draft, folder);
      await rm(old, { recursive: true, force: true });
    },
    giveUp: () => rm(draft, { recursive: true, force: true }),
  };
}

/** Files of which no row speaks: begun after the dump was, or deleted again just now. */
export async function removeOrphans({ prisma }: Database, folder: string): Promise<number> {
  const known = new Set((await prisma.blob.findMany({ select: { id: true } })).map(({ id }) => id));
  const orphans = (await blobFolders(folder)).filter((id) => !known.has(id));
  for (const id of orphans) await rm(path.join(folder, id), { recursive: true, force: true });
  return orphans.length;
}

/** @returns how many chunks the database names that are not there */
export async function countMissing({ prisma }: Database, folder: string): Promise<number> {
  const chunks = await prisma.chunk.findMany({ select: { blobId: true, index: true, sha256: true } });
  return chunks.filter(({ blobId, index, sha256 }) => {
    const name = `${index}-${Buffer.from(sha256).toString('hex').slice(0, 40)}.blob`;
    return !existsSync(path.join(folder, blobId, name));
  }).length;
}
