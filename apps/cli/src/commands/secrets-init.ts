import { makeProductionSecrets } from '@sos/database';

import type { Command } from '../platform/command.js';

export const secretsInit: Command = {
  name: 'secrets init',
  usage: 'FILE',
  summary: 'Makes the secrets of a production service, once.',
  options: {},
  takes: [1, 1],
  async run({ positionals: [file = ''] }, { say }) {
    makeProductionSecrets(file);
    say(`Made ${file}. Name it in SOS_SECRETS_FILE, and keep a copy where the backups of the database are not:`);
    say('without it, addresses of signatories cannot be read any more; with it and the database, anybody can.');
  },
};
