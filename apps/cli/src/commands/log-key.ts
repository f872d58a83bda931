import { loadSecrets, logPublicKey } from '@sos/database';
import { NOTE_ALGORITHMS, spellNoteKey } from '@sos/log';

import type { Command } from '../platform/command.js';
import { UsageProblem } from '../platform/problem.js';

export const logKey: Command = {
  name: 'log key',
  usage: 'SECRETS-FILE --site URL',
  summary: 'Shows the public key of the transparency log, for builds, monitors and witnesses to pin.',
  options: { site: { type: 'string' } },
  takes: [1, 1],
  async run(input, { say }) {
    const site = input.need('site');
    if (!URL.canParse(site)) throw new UsageProblem('--site is the address of the public site.');
    const publicKey = logPublicKey(loadSecrets('', 'production', input.positionals[0]));
    say(spellNoteKey({ name: `${new URL(site).host}/log`, algorithm: NOTE_ALGORITHMS.ed25519, publicKey }));
  },
};
