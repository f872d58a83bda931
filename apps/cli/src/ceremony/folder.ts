import { readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex, type PublicKeyInfo } from '@sos/crypto';
import { parseRootSet, parseRoster, parseSuspension, type RootSet, type Roster, type Suspension } from '@sos/domain';

import { makeFolder, readBytes, readText, writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';

export interface Document<T> {
  readonly file: string;
  /** Exact bytes: never parsed and written again. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  readonly value: T;
  readonly signatures: readonly { readonly file: string; readonly armored: string }[];
}

/** Root sets, rosters, suspensions, their signatures and the public keys they name: what the people who hold the roots pass around. */
export interface Ceremony {
  readonly folder: string;
  readonly rootSets: readonly Document<RootSet>[];
  readonly rosters: readonly Document<Roster>[];
  readonly suspensions: readonly Document<Suspension>[];
  readonly keys: readonly Uint8Array<ArrayBuffer>[];
}

const KEYS = 'keys';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';

function readSignature(file: string): { file: string; armored: string } {
  const armored = readText(file);
  if (!armored.startsWith(SIGNATURE))
    throw new CliProblem(`${file} is not an armored signature: gpg makes one with --armor.`);
  return { file, armored };
}

/** A document's signatures lie beside it: its name, something more, and .asc. */
function signaturesOf(folder: string, names: readonly string[], name: string): Document<unknown>['signatures'] {
  const own = names.filter((other) => other.startsWith(`${name}.`) && /\.(asc|sig)$/.test(other));
  return own.map((other) => readSignature(path.join(folder, other)));
}

/** In order of their versions, from 1, none missing and none twice. */
function inOrder<T extends { readonly version: number }>(
  what: string,
  documents: readonly Document<T>[],
): Document<T>[] {
  const sorted = [...documents].sort((one, other) => one.value.version - other.value.version);
  sorted.forEach(({ file, value: { version } }, index) => {
    if (version === index + 1) return;
    throw new CliProblem(
      version <= index
        ? `${file} is a second ${what} ${version}: keep the one that was signed.`
        : `${what} ${index + 1} is missing: the folder needs every one from the first.`,
    );
  });
  return sorted;
}

function readKeys(folder: string): Uint8Array<ArrayBuffer>[] {
  const inside = path.join(folder, KEYS);
  if (!existsSync(inside)) return [];
  const names = readdirSync(inside).filter((name) => name.endsWith('.pgp'));
  return names.sort().map((name) => readBytes(path.join(inside, name)));
}

export function readCeremony(folder: string): Ceremony {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const rootSets: Document<RootSet>[] = [];
  const rosters: Document<Roster>[] = [];
  const suspensions: Document<Suspension>[] = [];
  for (const name of names.filter((candidate) => candidate.endsWith('.json'))) {
    const file = path.join(folder, name);
    const bytes = readBytes(file);
    const common = { file, bytes, sha256: sha256Hex(bytes), signatures: signaturesOf(folder, names, name) };
    const [rootSet, roster, suspension] = [parseRootSet(bytes), parseRoster(bytes), parseSuspension(bytes)];
    if (rootSet) rootSets.push({ ...common, value: rootSet });
    else if (roster) rosters.push({ ...common, value: roster });
    else if (suspension) suspensions.push({ ...common, value: suspension });
    else
      throw new CliProblem(
        `${file} is neither a root set nor a roster nor a suspension, or was changed after it was made.`,
      );
  }
  return {
    folder,
    rootSets: inOrder('root set', rootSets),
    rosters: inOrder('roster', rosters),
    suspensions,
    keys: readKeys(folder),
  };
}

/** Beside the documents, in the bytes they were named by. */
export function keepKeys(folder: string, keys: readonly PublicKeyInfo[]): void {
  makeFolder(path.join(folder, KEYS));
  for (const { fingerprint, publicKey, keySha256 } of keys) {
    const file = path.join(folder, KEYS, `${fingerprint}.pgp`);
    if (!existsSync(file)) writeNewFile(file, publicKey);
    else if (sha256Hex(readBytes(file)) !== keySha256) {
      throw new CliProblem(`${file} holds other bytes of the same key: find out which of the two is served.`);
    }
  }
}
