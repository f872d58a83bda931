import { ENTRY_LIMITS, fileBodySchema, type FileManifest } from '@sos/domain';
import { copyBytes, type Bytes } from './bytes.js';
import { chunkCountFor, FILE_CHUNK_SIZE, judgeChunk } from './chunks.js';
import type { HeldKey } from './engine-key-ring.js';
import { newSessionKey, openLiteral, sealLiteral, sessionKeySha256, unwrapSessionKey } from './engine-literal.js';
import { planReaders, requireShown, requireWriter } from './engine-readers.js';
import { trustedTime, type TrustedRoster } from './engine-roster.js';
import { makeGrants } from './engine-seal-entry.js';
import { CryptoError } from './errors.js';
import { inspectChunk, inspectGrant } from './inspect-message.js';
import { createWholeHash, sha256HexNative, type WholeHash } from './whole-hash.js';
import type {
  FileToSeal,
  FinishOpenFileResult,
  KeyHandle,
  OpenChunkResult,
  SealedChunk,
  StartOpenFileRequest,
  StartSealFileRequest,
} from './types.js';

interface FileUnderWay {
  readonly key: KeyHandle;
  readonly sessionKey: Bytes;
  readonly whole: WholeHash;
}

export interface SealingFile extends FileUnderWay {
  readonly kind: 'sealing';
  readonly request: StartSealFileRequest;
  readonly chunkCount: number;
  readonly hashes: string[];
}

export interface OpeningFile extends FileUnderWay {
  readonly kind: 'opening';
  readonly manifest: FileManifest;
  next: number;
  readonly received: Set<string>;
}

/** File bytes in the chunk at `index`: all full but the last. */
function lengthAt(size: number, chunkSize: number, index: number): number {
  return Math.max(0, Math.min(chunkSize, size - index * chunkSize));
}

export async function startSealFile(
  request: StartSealFileRequest,
  held: HeldKey,
  trusted: TrustedRoster,
  deviceTime: Date,
): Promise<{ readonly state: SealingFile; readonly answer: Omit<FileToSeal, 'file'> }> {
  if (!Number.isSafeInteger(request.size) || request.size < 0 || request.size > ENTRY_LIMITS.fileBytes)
    throw new CryptoError('FILE_INVALID');
  const readers = await planReaders(trusted, request, deviceTime);
  requireShown(readers, request.shownReaders);
  requireWriter(held, readers, request.audience, 'file');
  const sessionKey = newSessionKey();
  const chunkCount = chunkCountFor(request.size);
  const grants = await makeGrants(readers, sessionKey, trustedTime(deviceTime, trusted));
  const state: SealingFile = {
    kind: 'sealing',
    key: request.key,
    request,
    sessionKey,
    chunkCount,
    hashes: [],
    whole: createWholeHash(request.size),
  };
  return { state, answer: { grants, chunkSize: FILE_CHUNK_SIZE, chunkCount } };
}

export async function sealChunk(
  state: SealingFile,
  index: number,
  bytes: Uint8Array,
  date: Date,
): Promise<SealedChunk> {
  if (index !== state.hashes.length || index >= state.chunkCount) throw new CryptoError('CHUNK_OUT_OF_ORDER');
  if (bytes.length !== lengthAt(state.request.size, FILE_CHUNK_SIZE, index)) throw new CryptoError('FILE_INVALID');
  const seipd = await sealLiteral(bytes, state.sessionKey, date);
  const hash = await sha256HexNative(seipd);
  // Two calls at once would both have passed the first check.
  if (index !== state.hashes.length) throw new CryptoError('CHUNK_OUT_OF_ORDER');
  state.whole.update(bytes);
  state.hashes.push(hash);
  return { index, seipd, sha256: hash };
}

export async function finishSealFile({
  request,
  hashes,
  chunkCount,
  whole,
  sessionKey,
}: SealingFile): Promise<FileManifest> {
  if (hashes.length !== chunkCount) throw new CryptoError('CHUNK_OUT_OF_ORDER');
  const manifest = fileBodySchema.safeParse({
    name: request.name,
    mediaType: request.mediaType,
    size: request.size,
    chunkSize: FILE_CHUNK_SIZE,
    chunks: hashes,
    sha256: await whole.digest(),
    sessionKeySha256: sessionKeySha256(sessionKey),
    blobId: request.blobId,
  });
  if (!manifest.success) throw new CryptoError('FILE_INVALID');
  return manifest.data;
}

/** The session key must be the one the signed manifest names: otherwise a server could have another file's grant re-used here. */
export async function startOpenFile(request: StartOpenFileRequest, held: HeldKey, date: Date): Promise<OpeningFile> {
  const manifest = fileBodySchema.safeParse(request.manifest).data;
  if (!manifest || manifest.chunks.length !== Math.max(1, Math.ceil(manifest.size / manifest.chunkSize)))
    throw new CryptoError('FILE_INVALID');
  if (!inspectGrant(request.pkesk).ok) throw new CryptoError('GRANT_UNUSABLE');
  const sessionKey = await unwrapSessionKey(request.pkesk, held.privateKey, date);
  if (!sessionKey) throw new CryptoError('GRANT_UNUSABLE');
  if (sessionKeySha256(sessionKey) !== manifest.sessionKeySha256) throw new CryptoError('SESSION_KEY_MISMATCH');
  return {
    kind: 'opening',
    key: request.key,
    manifest,
    sessionKey,
    next: 0,
    received: new Set(),
    whole: createWholeHash(manifest.size),
  };
}

async function decryptChunk(
  { manifest, sessionKey }: OpeningFile,
  index: number,
  seipd: Uint8Array,
  date: Date,
): Promise<Bytes | undefined> {
  const length = lengthAt(manifest.size, manifest.chunkSize, index);
  try {
    if (!inspectChunk(seipd).ok) return undefined;
    const padded = await openLiteral(seipd, sessionKey, date);
    return padded.length < length ? undefined : copyBytes(padded.subarray(0, length));
  } catch {
    return undefined;
  }
}

export async function openChunk(
  state: OpeningFile,
  index: number,
  given: Uint8Array,
  date: Date,
): Promise<OpenChunkResult> {
  // What is hashed is what is opened, whatever the caller does to theirs meanwhile.
  const seipd = copyBytes(given);
  const hash = await sha256HexNative(seipd);
  const problem = judgeChunk(state.manifest, index, hash, (seen) => state.received.has(seen));
  if (problem) return { ok: false, ...problem };
  if (index !== state.next) throw new CryptoError('CHUNK_OUT_OF_ORDER');
  const bytes = await decryptChunk(state, index, seipd, date);
  if (index !== state.next) throw new CryptoError('CHUNK_OUT_OF_ORDER');
  if (!bytes) return { ok: false, problem: 'chunk_damaged', index };
  state.whole.update(bytes);
  state.received.add(hash);
  state.next += 1;
  return { ok: true, index, bytes };
}

export async function finishOpenFile({ manifest, next, whole }: OpeningFile): Promise<FinishOpenFileResult> {
  const missing = manifest.chunks.flatMap((_, index) => (index < next ? [] : [index]));
  if (missing.length > 0) return { ok: false, problem: 'chunk_missing', missing };
  return (await whole.digest()) === manifest.sha256
    ? { ok: true, size: manifest.size }
    : { ok: false, problem: 'file_changed' };
}
