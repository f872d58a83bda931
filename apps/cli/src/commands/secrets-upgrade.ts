import { upgradeSecrets } from '@sos/database';

import type { Command } from '../platform/command.js';

export const secretsUpgrade: Command = {
  name: 'secrets upgrade',
  usage: 'FILE',
  summary: 'Adds to the secrets of a service what a newer version needs, and keeps all that is there.',
  options: {},
  takes: [1, 1],
  async run({ positionals: [file = ''] }, { say }) {
    say(
      upgradeSecrets(file)
        ? `${file} has a key for the transparency log now: put a copy where the other copies are.`
        : `${file} has everything already.`,
    );
  },
};
