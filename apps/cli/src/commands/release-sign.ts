import { signDocument } from '../ceremony/sign-document.js';
import type { Command } from '../platform/command.js';
import { readBytes } from '../platform/files.js';
import { PASSPHRASE_OPTION } from '../platform/terminal.js';
import { describeManifest, needManifest } from '../release/manifest.js';

export const releaseSign: Command = {
  name: 'release sign',
  usage: 'FILE.json [--key PRIVATE.asc|VAULT.json] [--passphrase-file FILE]',
  summary: 'Signs a release manifest; without --key it prints the gpg command. Build it yourself first, and compare.',
  options: { key: { type: 'string' }, ...PASSPHRASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const bytes = readBytes(file);
    const lines = describeManifest(needManifest(bytes, file));
    await signDocument(input, world, { file, bytes, described: { purpose: 'release-manifest.v1', lines } });
  },
};
