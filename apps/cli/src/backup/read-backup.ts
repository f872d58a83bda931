import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { BackupReader, ByteStream } from '@sos/crypto/engine';

import { CliProblem, codeOf } from '../platform/problem.js';
import { isDatabasePart, MANIFEST_NAME, parseManifest, sha256, type Manifest } from './manifest.js';
import { readMembers, type Member } from './tar.js';
import { piecesOf } from './write-backup.js';

/** Decrypts the file anew on every call. Nothing it gives is known to be intact before its end. */
export type PlainSource = () => AsyncIterable<Uint8Array>;

export function plainByKey(file: string, reader: BackupReader): PlainSource {
  return async function* () {
    const cipher = Readable.toWeb(createReadStream(file, { highWaterMark: 1 << 20 })) as ByteStream; // bytes, for a file read without an encoding
    yield* piecesOf(await reader.decryptProvisionally(cipher));
  };
}

/** The key is in GnuPG, or on a card: it asks for what opens it. */
export function plainByGpg(file: string): PlainSource {
  return async function* () {
    const child = spawn('gpg', ['--quiet', '--decrypt', '--', file], { stdio: ['inherit', 'pipe', 'inherit'] });
    const end = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('close', (code) => resolve(code));
    });
    for await (const piece of child.stdout) yield piece as Buffer; // bytes, for no encoding was set
    if ((await end) !== 0) throw new CliProblem('GnuPG could not decrypt the backup.');
  };
}

export interface CheckedBackup {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
}

interface Seen {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

function isSame(manifest: Manifest, seen: readonly Seen[]): boolean {
  const names = new Set(seen.map(({ name }) => name));
  return (
    names.size === seen.length &&
    manifest.members.length === seen.length &&
    manifest.members.every((member, index) => {
      const other = seen[index];
      return other?.name === member.name && other.size === member.size && other.sha256 === member.sha256;
    }) &&
    manifest.members.some(({ name }) => isDatabasePart(name))
  );
}

const unusable = (why: string): CliProblem => new CliProblem(`The backup cannot be used: ${why}.`);

/** Nothing inside is told apart for whoever made the file: cut, changed and foreign are one answer. */
async function readAll(source: PlainSource): Promise<{ seen: Seen[]; last: Member | undefined }> {
  const seen: Seen[] = [];
  let last: Member | undefined;
  try {
    for await (const member of readMembers(source())) {
      if (last) throw unusable('something follows its manifest');
      if (member.name === MANIFEST_NAME) last = member;
      else seen.push({ name: member.name, size: member.bytes.length, sha256: sha256(member.bytes) });
    }
  } catch (error) {
    if (error instanceof CliProblem || codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') throw error;
    throw unusable('it is cut short, changed, or encrypted to another key');
  }
  return { seen, last };
}

/** Reads the whole backup without using any of it. @throws CliProblem */
export async function checkBackup(source: PlainSource): Promise<CheckedBackup> {
  const { seen, last } = await readAll(source);
  const manifest = last && parseManifest(last.bytes);
  if (!last || !manifest) throw unusable('it has no manifest that this code understands');
  if (!isSame(manifest, seen)) throw unusable('what is in it is not what its manifest says');
  return { manifest, manifestSha256: sha256(last.bytes) };
}

/** The second reading: a member is handed out only when it is, byte for byte, what the first found. */
export async function* readChecked(source: PlainSource, { manifest }: CheckedBackup): AsyncGenerator<Member> {
  let index = 0;
  for await (const member of readMembers(source())) {
    const expected = manifest.members[index];
    index += 1;
    if (!expected) return;
    if (expected.name !== member.name || expected.sha256 !== sha256(member.bytes))
      throw unusable('it has changed while it was read');
    yield member;
  }
}
