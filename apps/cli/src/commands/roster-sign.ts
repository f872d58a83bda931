import { describeDocument } from '../ceremony/describe.js';
import { signDocument } from '../ceremony/sign-document.js';
import type { Command } from '../platform/command.js';
import { readBytes } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { PASSPHRASE_OPTION } from '../platform/terminal.js';

export const rosterSign: Command = {
  name: 'roster sign',
  usage: 'FILE.json [--key PRIVATE.asc|VAULT.json] [--passphrase-file FILE]',
  summary: 'Signs a root set, roster or suspension for what it says it is; without --key it prints the gpg command.',
  options: { key: { type: 'string' }, ...PASSPHRASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const bytes = readBytes(file);
    const described = describeDocument(bytes);
    if (!described)
      throw new CliProblem(`${file} is no root set, roster or suspension, or was changed after it was made.`);
    await signDocument(input, world, { file, bytes, described });
  },
};
