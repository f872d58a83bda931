import { sha256Hex } from '@sos/crypto';
import { parseReleaseManifest, releaseFilesHashInput, type ReleaseFile, type ReleaseManifest } from '@sos/domain';

import { CliProblem } from '../platform/problem.js';
import { day } from '../platform/terminal.js';

/** Null for anything but a manifest whose own sum is right: a stated number that nobody checks would be compared by people. */
export function readManifest(bytes: Uint8Array): ReleaseManifest | null {
  const manifest = parseReleaseManifest(bytes);
  if (!manifest) return null;
  const sum = sha256Hex(new TextEncoder().encode(releaseFilesHashInput(manifest.files)));
  return sum === manifest.filesSha256 ? manifest : null;
}

/** @throws CliProblem */
export function needManifest(bytes: Uint8Array, what: string): ReleaseManifest {
  const manifest = readManifest(bytes);
  if (!manifest) throw new CliProblem(`${what} is no release manifest, or was changed after it was made.`);
  return manifest;
}

export function nameOf({ version, trust }: ReleaseManifest): string {
  return `release ${version} (${trust.id}) of ${day(trust.date)}`;
}

export function describeManifest(manifest: ReleaseManifest): string[] {
  const { files, filesSha256, trust } = manifest;
  return [
    `${nameOf(manifest)}: ${files.length} files, together ${filesSha256}`,
    `  trusts the root sets ${trust.pinnedRoots.first}`,
    `                   to ${trust.pinnedRoots.latest}`,
    `  log ${trust.log ?? 'not pinned'}, witness ${trust.witness ?? 'none'}`,
  ];
}

/** Path by path, what one has and the other has not, or has otherwise. */
export function differences(expected: readonly ReleaseFile[], found: readonly ReleaseFile[]): string[] {
  const [ours, theirs] = [expected, found].map((files) => new Map(files.map((file) => [file.path, file.sha256])));
  const paths = [...new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])])].sort();
  return paths.flatMap((path) => {
    const [one, other] = [ours?.get(path), theirs?.get(path)];
    if (one === other) return [];
    if (one === undefined) return [`${path} is not in the release`];
    return [other === undefined ? `${path} is missing` : `${path} has other bytes`];
  });
}
