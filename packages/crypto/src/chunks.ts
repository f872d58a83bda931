import { CHUNK_BUCKET, type FileManifest } from '@sos/domain';
import type { ChunkProblem } from './types.js';

/** What SEIPDv1 and a nameless literal packet add around a full chunk: version 1, prefix 18, literal header 12, MDC 22. */
const CHUNK_OVERHEAD = 53;
/** File bytes in a full chunk, chosen so that its SEIPD body is exactly 4 MiB. */
export const FILE_CHUNK_SIZE = CHUNK_BUCKET - CHUNK_OVERHEAD;

/** An empty file still has one chunk: it takes the same path as any other. */
export function chunkCountFor(size: number): number {
  return Math.max(1, Math.ceil(size / FILE_CHUNK_SIZE));
}

/** Names what is wrong with one chunk, given everything received so far. */
export function judgeChunk(
  manifest: Pick<FileManifest, 'chunks'>,
  index: number,
  sha256: string,
  received: (sha256: string) => boolean,
): ChunkProblem | undefined {
  if (manifest.chunks[index] === sha256) return undefined;
  const belongsAt = manifest.chunks.indexOf(sha256);
  if (belongsAt >= 0) return { problem: received(sha256) ? 'chunk_repeated' : 'chunk_swapped', index, belongsAt };
  return { problem: index >= manifest.chunks.length ? 'chunk_extra' : 'chunk_damaged', index };
}

/** Compares the chunks a server offers, by hash and in order, with those the signed manifest names. */
export function checkChunkHashes(
  manifest: Pick<FileManifest, 'chunks'>,
  hashes: readonly string[],
): readonly ChunkProblem[] {
  const wrong = hashes.flatMap((sha256, index) => {
    const seenInPlace = (hash: string): boolean =>
      hashes.indexOf(hash) === manifest.chunks.indexOf(hash) && hashes.indexOf(hash) !== index;
    return judgeChunk(manifest, index, sha256, seenInPlace) ?? [];
  });
  const missing = manifest.chunks.flatMap((sha256, index) =>
    hashes.includes(sha256) ? [] : [{ problem: 'chunk_missing', index } as const],
  );
  return [...wrong, ...missing];
}
