import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CryptoApi } from '@sos/crypto';

import { readCeremony } from '../ceremony/folder.js';
import { readPublicKey } from '../ceremony/keys.js';
import { readKeys, whoSigned, type Candidates } from '../ceremony/signers.js';
import { verifyRootSets } from '../ceremony/verify.js';
import type { Input } from '../platform/command.js';
import { readText } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';

export const SIGNERS_OPTIONS = {
  roots: { type: 'string' },
  key: { type: 'string', multiple: true },
  need: { type: 'string' },
} as const;
export const SIGNERS_USAGE = '(--roots FOLDER | --key PUBLIC.asc … [--need N])';

/** Whose signatures count, and how many it takes: from files in the hand of whoever checks, never from a server. */
export interface Trusted {
  readonly candidates: Candidates;
  readonly needed: number;
  /** SHA-256 of the root sets in the folder, oldest first; null where keys were given one by one. */
  readonly rootSets: readonly string[] | null;
}

async function fromRoots(engine: CryptoApi, folder: string): Promise<Trusted> {
  const ceremony = readCeremony(folder);
  const keys = readKeys(ceremony);
  const sets = await verifyRootSets(engine, ceremony, keys);
  const newest = sets.at(-1)?.document.value;
  if (!newest) throw new CliProblem(`${folder} holds no root set.`);
  const members = newest.members.flatMap(({ keySha256 }) => keys.get(keySha256) ?? []);
  const candidates: Candidates = { purpose: 'release-manifest.v1', keys: members, missing: [] };
  return { candidates, needed: newest.threshold, rootSets: sets.map(({ document }) => document.sha256) };
}

async function fromKeys(engine: CryptoApi, files: readonly string[], need: string | undefined): Promise<Trusted> {
  const keys = new Map<string, Candidates['keys'][number]>();
  for (const file of files) {
    const { fingerprint, publicKey } = await readPublicKey(engine, file);
    keys.set(fingerprint, { fingerprint, bytes: Uint8Array.from(publicKey) });
  }
  const needed = need === undefined ? keys.size : Number(need);
  if (!Number.isInteger(needed) || needed < 1 || needed > keys.size)
    throw new UsageProblem('--need is how many of the given keys must have signed.');
  return {
    candidates: { purpose: 'release-manifest.v1', keys: [...keys.values()], missing: [] },
    needed,
    rootSets: null,
  };
}

/** @throws UsageProblem unless roots or keys are named, and not both */
export async function readTrusted(engine: CryptoApi, input: Input): Promise<Trusted> {
  const [folder, files] = [input.text('roots'), input.list('key')];
  if ((folder === undefined) === (files.length === 0)) throw new UsageProblem('Name --roots or --key, one of the two.');
  return folder === undefined ? fromKeys(engine, files, input.text('need')) : fromRoots(engine, folder);
}

const SIGNATURE = /-----BEGIN PGP SIGNATURE-----[\s\S]*?-----END PGP SIGNATURE-----\n?/g;
const MOST_SIGNATURES = 64;

/** Armored signatures, one after the other, as they are served and kept. */
export function splitSignatures(text: string): readonly string[] {
  return (text.match(SIGNATURE) ?? []).slice(0, MOST_SIGNATURES);
}

/** They lie beside the manifest: its name, something more, and .asc or .sig. */
export function signaturesBeside(file: string): readonly string[] {
  const folder = path.dirname(file);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const own = names.filter((name) => name.startsWith(`${path.basename(file)}.`) && /\.(asc|sig)$/.test(name));
  return own.flatMap((name) => splitSignatures(readText(path.join(folder, name))));
}

export interface ReleaseSigner {
  readonly fingerprint: string;
  readonly armored: string;
}

/** The distinct trusted keys that signed these bytes for this purpose. What others signed, or for something else, counts for nothing. */
export async function releaseSigners(
  engine: CryptoApi,
  bytes: Uint8Array,
  signatures: readonly string[],
  { candidates }: Trusted,
): Promise<readonly ReleaseSigner[]> {
  const signers = new Map<string, ReleaseSigner>();
  for (const armored of signatures) {
    const { verdict, fingerprint } = await whoSigned(engine, bytes, armored, candidates);
    if (verdict === 'good' && fingerprint !== undefined) signers.set(fingerprint, { fingerprint, armored });
  }
  return [...signers.values()];
}

/** What is wrong with who signed, in one sentence; null when enough did. */
export function signersProblem(signers: readonly ReleaseSigner[], { needed, candidates }: Trusted): string | null {
  if (signers.length >= needed) return null;
  return `The manifest has ${signers.length} good signatures by the ${candidates.keys.length} keys you trust, and it takes ${needed}.`;
}

export function describeSigners(signers: readonly ReleaseSigner[]): string[] {
  return signers.map(({ fingerprint }) => `  signed by ${groupFingerprint(fingerprint)}`);
}

/** Built to trust other roots than the ones whoever checks knows: then the app believes other people. */
export function rootsProblem(
  pinned: { readonly first: string; readonly latest: string },
  { rootSets }: Trusted,
): string | null {
  if (rootSets === null || (rootSets[0] === pinned.first && rootSets.includes(pinned.latest))) return null;
  return 'The release was built to trust other roots than the ones in your folder.';
}
