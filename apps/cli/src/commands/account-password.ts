import { appendAudit } from '@sos/audit';
import type { Database } from '@sos/database';
import { emailSchema } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { CliProblem } from '../platform/problem.js';
import { makePassword, showPassword } from './new-password.js';

/** Whoever was signed in with the old one is signed out. */
async function replacePassword({ prisma }: Database, email: string, secret: string, now: Date): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const account = await tx.account.findUnique({ where: { email }, select: { id: true } });
    if (!account) throw new CliProblem(`There is no account for ${email}.`);
    await tx.credential.deleteMany({ where: { accountId: account.id, kind: 'password' } });
    await tx.credential.create({ data: { accountId: account.id, kind: 'password', secret } });
    await tx.session.deleteMany({ where: { accountId: account.id } });
    const entry = { event: 'credential.reset', actorId: null, subject: 'account', subjectId: account.id } as const;
    await appendAudit(tx, { ...entry, facts: { kind: 'password', by: 'command-line' } }, now);
  });
}

export const accountPassword: Command = {
  name: 'account password',
  usage: '--address A [--database URL]',
  summary: 'Gives an account a new password, shown once, and signs it out everywhere. It opens no vault and no case.',
  options: { address: { type: 'string' }, ...DATABASE_OPTION },
  takes: [0, 0],
  async run(input, world) {
    const email = emailSchema.safeParse(input.need('address')).data ?? '';
    const { password, secret } = await makePassword(world);
    await withDatabase(input, world, (database) => replacePassword(database, email, secret, world.now()));
    world.say(`Account ${email} has a new password.`);
    showPassword(world, password);
  },
};
