import { createEngine } from '@sos/crypto/engine';
import type { ReleaseManifest } from '@sos/domain';

import type { Input, World } from '../platform/command.js';
import { readBytes } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { needManifest } from './manifest.js';
import {
  readTrusted,
  releaseSigners,
  rootsProblem,
  signaturesBeside,
  signersProblem,
  type ReleaseSigner,
} from './signers.js';

export interface VerifiedRelease {
  readonly manifest: ReleaseManifest;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly signers: readonly ReleaseSigner[];
}

/** A manifest in a file, with the signatures that lie beside it. @throws CliProblem */
export async function verifyReleaseFile(input: Input, { now }: World): Promise<VerifiedRelease> {
  const [file = ''] = input.positionals;
  const engine = createEngine({ now });
  const trusted = await readTrusted(engine, input);
  const bytes = readBytes(file);
  const manifest = needManifest(bytes, file);
  const signers = await releaseSigners(engine, bytes, signaturesBeside(file), trusted);
  await engine.lockAll();
  const problem = signersProblem(signers, trusted) ?? rootsProblem(manifest.trust.pinnedRoots, trusted);
  if (problem !== null) throw new CliProblem(`${file}: ${problem}`);
  return { manifest, bytes, signers };
}
