import type { Database } from '@sos/database';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

export interface OpenReset {
  readonly id: string;
  readonly accountId: string;
}

export interface ResetRepository {
  /** Null: nobody has this address. @param email in its canonical form */
  findAccount(email: string): Promise<string | null>;
  /** There is a row whether the account exists or not: asking takes the same work. */
  create(accountId: string | null, now: Date, expiresAt: Date, transaction: DatabaseTransaction): Promise<string>;
  /** Null: unknown, used, too late, or for nobody. */
  findOpen(id: string, now: Date): Promise<OpenReset | null>;
  /** For the mail: null once there is nothing to send. */
  findForMail(id: string, now: Date): Promise<{ email: string; expiresAt: Date } | null>;
  /** @returns false when somebody else was quicker. Every other link of this account is spent with it. */
  spend(reset: OpenReset, now: Date, transaction: DatabaseTransaction): Promise<boolean>;
}

export function createResetRepository({ prisma }: Database): ResetRepository {
  const open = (id: string, now: Date) => ({
    id,
    usedAt: null,
    expiresAt: { gt: now },
    account: { status: 'active' as const },
  });
  return {
    async findAccount(email) {
      const where = { email, status: 'active' } as const;
      return (await prisma.account.findFirst({ where, select: { id: true } }))?.id ?? null;
    },
    async create(accountId, createdAt, expiresAt, transaction) {
      const data = { accountId, createdAt, expiresAt };
      return (await transaction.passwordReset.create({ data, select: { id: true } })).id;
    },
    async findOpen(id, now) {
      const row = await prisma.passwordReset.findFirst({ where: open(id, now), select: { id: true, accountId: true } });
      return row?.accountId ? { id: row.id, accountId: row.accountId } : null;
    },
    async findForMail(id, now) {
      const row = await prisma.passwordReset.findFirst({
        where: open(id, now),
        select: { expiresAt: true, account: { select: { email: true } } },
      });
      return row?.account ? { email: row.account.email, expiresAt: row.expiresAt } : null;
    },
    async spend({ id, accountId }, usedAt, transaction) {
      const { count } = await transaction.passwordReset.updateMany({ where: { id, usedAt: null }, data: { usedAt } });
      if (count === 0) return false;
      await transaction.passwordReset.updateMany({ where: { accountId, usedAt: null }, data: { usedAt } });
      return true;
    },
  };
}
