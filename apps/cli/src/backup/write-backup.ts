import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { ReadableStream } from 'node:stream/web';
import type { Readable } from 'node:stream';
import type { BackupRecipient, ByteStream } from '@sos/crypto/engine';

import { CliProblem } from '../platform/problem.js';
import { readBlobs } from './blobs.js';
import { measure, writeDraft, type Written } from './files.js';
import { MANIFEST_NAME, sha256, type Manifest, type ManifestMember } from './manifest.js';
import { runProgram, type Connection, type Program } from './postgresql.js';
import { END_OF_ARCHIVE, memberHeader, padding } from './tar.js';

const PART_BYTES = 4 * 1024 * 1024;

/** Pieces of one size, so that each can be named with its hash before it is used. */
async function* inParts(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    held.push(piece);
    length += piece.length;
    while (length >= PART_BYTES) {
      const all = Buffer.concat(held);
      yield all.subarray(0, PART_BYTES);
      held = [all.subarray(PART_BYTES)];
      length -= PART_BYTES;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}

export interface BackupSource {
  readonly connection: Connection;
  readonly pgDump: Program;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly blobFolder: string;
  readonly about: Omit<Manifest, 'members' | 'ctx'>;
}

async function* readDump({ connection, pgDump, env }: BackupSource): AsyncGenerator<Uint8Array> {
  const args = ['--format=custom', '--no-owner', '--no-privileges', '--no-comments', '--no-password'];
  const running = runProgram(pgDump, args, connection, env, { input: false });
  const output: Readable | null = running.child.stdout;
  if (output) yield* inParts(output);
  // A dump that broke off is no dump, and nothing of it may be taken for a backup.
  await running.ended();
}

/** The database first and the files after it, so that no file it names is missing because it came in between. */
async function* readAll(source: BackupSource): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  let part = 0;
  for await (const bytes of readDump(source)) {
    part += 1;
    yield { name: `database/${String(part).padStart(6, '0')}`, bytes };
  }
  yield* readBlobs(source.blobFolder);
}

export interface Progress {
  manifest?: Manifest;
  manifestSha256?: string;
}

async function* archive(source: BackupSource, progress: Progress): AsyncGenerator<Uint8Array> {
  const at = new Date(source.about.createdAt);
  const members: ManifestMember[] = [];
  const whole = function* (name: string, bytes: Uint8Array): Generator<Uint8Array> {
    yield memberHeader(name, bytes.length, at);
    yield bytes;
    yield padding(bytes.length);
  };
  for await (const { name, bytes } of readAll(source)) {
    members.push({ name, size: bytes.length, sha256: sha256(bytes) });
    yield* whole(name, bytes);
  }
  progress.manifest = { ctx: 'backup.v1', ...source.about, members };
  const bytes = Buffer.from(JSON.stringify(progress.manifest), 'utf8');
  progress.manifestSha256 = createHash('sha256').update(bytes).digest('hex');
  yield* whole(MANIFEST_NAME, bytes);
  yield END_OF_ARCHIVE;
}

function asStream(source: AsyncGenerator<Uint8Array>): ByteStream {
  const pull = async (controller: { enqueue(piece: Uint8Array<ArrayBuffer>): void; close(): void }): Promise<void> => {
    const next = await source.next();
    if (next.done === true) controller.close();
    // A copy: what the library holds on to must not change under it.
    else if (next.value.length > 0) controller.enqueue(Uint8Array.from(next.value));
    else await pull(controller);
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>({ pull }, { highWaterMark: 0 }) as ByteStream; // Node's and the browser's are the same class
}

export interface MadeBackup extends Written {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
}

/** Writes the draft, and reads it again from the disk: what was acknowledged is what lies there. */
export async function writeBackup(
  draft: string,
  source: BackupSource,
  recipient: BackupRecipient & { ok: true },
): Promise<MadeBackup> {
  const progress: Progress = {};
  const failure: { error?: unknown } = {};
  const noted = (async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* archive(source, progress);
    } catch (error) {
      // The library turns what breaks inside its stream into words of its own.
      failure.error = error;
      throw error;
    }
  })();
  try {
    const cipher = await recipient.encrypt(asStream(noted));
    const written = await writeDraft(draft, piecesOf(cipher));
    const found = await measure(draft);
    if (found.sha256 !== written.sha256 || found.bytes !== written.bytes)
      throw new CliProblem('What was read back from the disk is not what was written to it.');
    const { manifest, manifestSha256 } = progress;
    if (!manifest || manifestSha256 === undefined) throw new Error('the backup ended before its manifest');
    return { ...written, manifest, manifestSha256 };
  } catch (error) {
    await rm(draft, { force: true });
    throw failure.error ?? error;
  }
}

/** The type of the browser's stream does not say that it can be iterated. */
export async function* piecesOf(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
