import type { Command } from '../platform/command.js';
import { CliProblem } from '../platform/problem.js';
import { describeManifest, differences, needManifest } from '../release/manifest.js';
import { manifestOfBuild } from '../release/read-build.js';
import { describeSigners, SIGNERS_OPTIONS, SIGNERS_USAGE } from '../release/signers.js';
import { verifyReleaseFile } from '../release/verify-file.js';

export const releaseVerify: Command = {
  name: 'release verify',
  usage: `FILE.json ${SIGNERS_USAGE} [--build FOLDER]`,
  summary: 'Checks who signed a release; with --build also that what you built yourself is that release, path by path.',
  options: { ...SIGNERS_OPTIONS, build: { type: 'string' } },
  takes: [1, 1],
  async run(input, world) {
    const { manifest, signers } = await verifyReleaseFile(input, world);
    for (const line of [...describeManifest(manifest), ...describeSigners(signers)]) world.say(line);
    const folder = input.text('build');
    if (folder === undefined) return;
    const built = needManifest(manifestOfBuild(folder), folder);
    const found = differences(manifest.files, built.files);
    for (const difference of found) world.warn(difference);
    if (found.length > 0) throw new CliProblem(`What was built in ${folder} is not this release.`);
    if (JSON.stringify(built) !== JSON.stringify(manifest))
      throw new CliProblem(`${folder} has the same files, but other pins, policies or another version.`);
    world.say(`What was built in ${folder} is this release, byte for byte.`);
  },
};
