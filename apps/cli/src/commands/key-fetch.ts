import { armorPublicKey } from '@sos/crypto/engine';
import { emailSchema } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';

export const keyFetch: Command = {
  name: 'key fetch',
  usage: 'OUT.asc --address A [--database URL]',
  summary: 'Writes the public key that an account has registered, in the bytes a roster must name.',
  options: { address: { type: 'string' }, ...DATABASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [out = ''] = input.positionals;
    const email = emailSchema.safeParse(input.need('address')).data ?? '';
    const key = await withDatabase(input, world, ({ prisma }) =>
      prisma.publicKey.findFirst({ where: { account: { email }, retiredAt: null } }),
    );
    if (!key) throw new CliProblem(`${email} has registered no key yet: that person signs in and makes one first.`);
    writeNewFile(out, armorPublicKey(key.bytes));
    world.say(`${out}: ${groupFingerprint(key.fingerprint)}`);
    world.say(
      'The server could have put any key here: let its holder read the fingerprint from their own screen, by voice.',
    );
  },
};
