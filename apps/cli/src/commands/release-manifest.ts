import { sha256Hex } from '@sos/crypto';

import type { Command } from '../platform/command.js';
import { writeNewFile } from '../platform/files.js';
import { describeManifest, needManifest } from '../release/manifest.js';
import { manifestOfBuild } from '../release/read-build.js';

export const releaseManifest: Command = {
  name: 'release manifest',
  usage: 'FOLDER --out FILE.json',
  summary: 'Lists what was built in the project’s folder: path, SHA-256, policy. The same build gives the same bytes.',
  options: { out: { type: 'string' } },
  takes: [1, 1],
  async run(input, { say }) {
    const out = input.need('out');
    const bytes = manifestOfBuild(input.positionals[0] ?? '');
    writeNewFile(out, bytes);
    for (const line of describeManifest(needManifest(bytes, out))) say(line);
    say(`SHA-256 ${sha256Hex(bytes)}`);
  },
};
