import type { CryptoClient, KeyHandle } from '@sos/crypto';
import type { FileManifest } from '@sos/domain';

import { download } from './send-bytes.js';

export type FileProblem =
  | 'not_served'
  | 'chunk_missing'
  | 'chunk_swapped'
  | 'chunk_repeated'
  | 'chunk_extra'
  | 'chunk_damaged'
  | 'file_changed';
export type FileResult =
  { readonly ok: true; readonly file: Blob } | { readonly ok: false; readonly problem: FileProblem };

export interface DownloadParts {
  readonly crypto: CryptoClient;
  readonly key: KeyHandle;
  readonly manifest: FileManifest;
  readonly onChunk: (done: number, total: number) => void;
  readonly fetchChunk?: (blobId: string, index: number) => Promise<Uint8Array<ArrayBuffer> | null>;
}

const fetchSealed = (blobId: string, index: number) => download('/blobs/download', { blobId, index });

/** Fetches, opens and checks every chunk against the signed manifest; only a whole and unchanged file is given out. */
export async function downloadFile({
  crypto,
  key,
  manifest,
  onChunk,
  fetchChunk = fetchSealed,
}: DownloadParts): Promise<FileResult> {
  const total = manifest.chunks.length;
  const first = await fetchChunk(manifest.blobId, 0);
  if (first === null) return { ok: false, problem: 'not_served' };
  const { file } = await crypto.startOpenFile({ key, manifest, pkesk: splitDownload(first).pkesk });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (let index = 0; index < total; index += 1) {
      onChunk(index, total);
      const served = index === 0 ? first : await fetchChunk(manifest.blobId, index);
      if (served === null) return { ok: false, problem: 'chunk_missing' };
      const opened = await crypto.openChunk({ file, index, seipd: splitDownload(served).rest });
      if (!opened.ok) return { ok: false, problem: opened.problem };
      parts.push(opened.bytes);
    }
    const finished = await crypto.finishOpenFile({ file });
    if (!finished.ok) return { ok: false, problem: finished.problem };
    // Never the type the sender named: the browser must save it, not show or run it.
    return { ok: true, file: new Blob(parts, { type: 'application/octet-stream' }) };
  } finally {
    await crypto.dropFile({ file }).catch(() => undefined);
  }
}

/** A reader's own grant comes in front of the ciphertext, in the one framing we write. */
export function splitDownload(bytes: Uint8Array): {
  readonly pkesk: Uint8Array<ArrayBuffer>;
  readonly rest: Uint8Array<ArrayBuffer>;
} {
  const lead = bytes[1] ?? 0;
  const length = lead < 192 ? 2 + lead : 3 + ((lead - 192) << 8) + (bytes[2] ?? 0) + 192;
  return { pkesk: bytes.slice(0, length), rest: bytes.slice(length) };
}
