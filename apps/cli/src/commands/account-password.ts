import { appendAudit } from '@sos/audit';
import type { Database } from '@sos/database';
import { emailSchema } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { CliProblem } from '../platform/problem.js';
import { makePassword, showPassword } from './new-password.js';

interface NewSecret {
  readonly email: string;
  readonly secret: string;
  /** Passkeys, app and codes go as well: for whoever has lost them all. */
  readonly dropsFactors: boolean;
}

/** Whoever was signed in with the old one is signed out. */
async function replacePassword({ prisma }: Database, wanted: NewSecret, now: Date): Promise<void> {
  const { email, secret, dropsFactors } = wanted;
  await prisma.$transaction(async (tx) => {
    const account = await tx.account.findUnique({ where: { email }, select: { id: true } });
    if (!account) throw new CliProblem(`There is no account for ${email}.`);
    const kind = dropsFactors ? {} : ({ kind: 'password' } as const);
    await tx.credential.deleteMany({ where: { accountId: account.id, ...kind } });
    await tx.credential.create({ data: { accountId: account.id, kind: 'password', secret } });
    await tx.session.deleteMany({ where: { accountId: account.id } });
    const entry = { event: 'credential.reset', actorId: null, subject: 'account', subjectId: account.id } as const;
    await appendAudit(tx, { ...entry, facts: { kind: dropsFactors ? 'all' : 'password', by: 'command-line' } }, now);
  });
}

export const accountPassword: Command = {
  name: 'account password',
  usage: '--address A [--without-second-factors] [--database URL]',
  summary: 'Gives an account a new password, shown once, and signs it out everywhere. It opens no vault and no case.',
  options: { address: { type: 'string' }, 'without-second-factors': { type: 'boolean' }, ...DATABASE_OPTION },
  takes: [0, 0],
  async run(input, world) {
    const email = emailSchema.safeParse(input.need('address')).data ?? '';
    const { password, secret } = await makePassword(world);
    const wanted = { email, secret, dropsFactors: input.has('without-second-factors') };
    await withDatabase(input, world, (database) => replacePassword(database, wanted, world.now()));
    world.say(`Account ${email} has a new password.`);
    showPassword(world, password);
  },
};
