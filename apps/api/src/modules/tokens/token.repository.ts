import type { Database, Prisma } from '@sos/database';

import { currentAt } from '../../platform/current-membership.js';
import type { DatabaseTransaction } from '../../platform/platform.types.js';

const SHOWN = {
  id: true,
  name: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedOn: true,
  membership: { select: { organisation: { select: { id: true, name: true, country: true } } } },
} as const satisfies Prisma.AccessTokenSelect;

/** Everything about a token but what opens it. */
export type TokenRecord = Prisma.AccessTokenGetPayload<{ select: typeof SHOWN }>;

export interface NewToken {
  readonly membershipId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const standing = (accountId: string, now: Date) =>
  ({ revokedAt: null, expiresAt: { gt: now }, membership: { accountId } }) satisfies Prisma.AccessTokenWhereInput;

export class TokenRepository {
  constructor(private readonly database: Database) {}

  list(accountId: string, now: Date): Promise<readonly TokenRecord[]> {
    return this.database.prisma.accessToken.findMany({
      where: standing(accountId, now),
      select: SHOWN,
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    });
  }

  /** The membership in which this account is a partner of that organisation now; null when it is not. */
  async findMembership(accountId: string, organisationId: string, now: Date): Promise<string | null> {
    const found = await this.database.prisma.membership.findFirst({
      where: {
        accountId,
        organisationId,
        roles: { has: 'partner' },
        ...currentAt(now),
        organisation: { standing: { not: 'suspended' } },
      },
      select: { id: true },
    });
    return found?.id ?? null;
  }

  /** Stores it and lets `trace` write in the same transaction. @returns null when there are `most` already. */
  issue(
    token: NewToken,
    most: number,
    trace: (record: TokenRecord, tx: DatabaseTransaction) => Promise<void>,
  ): Promise<TokenRecord | null> {
    const { membershipId, createdAt } = token;
    return this.database.prisma.$transaction(async (tx) => {
      // Two at once wait for each other here, so that both count.
      await tx.$queryRaw`SELECT 1 FROM "Membership" WHERE "id" = ${membershipId}::uuid FOR UPDATE`;
      const count = await tx.accessToken.count({
        where: { membershipId, revokedAt: null, expiresAt: { gt: createdAt } },
      });
      if (count >= most) return null;
      const record = await tx.accessToken.create({ data: { ...token, scopes: [...token.scopes] }, select: SHOWN });
      await trace(record, tx);
      return record;
    });
  }

  /** @returns false when this account has no such token, or has it no longer. */
  revoke(
    accountId: string,
    id: string,
    now: Date,
    trace: (tx: DatabaseTransaction) => Promise<void>,
  ): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const { count } = await tx.accessToken.updateMany({
        where: { ...standing(accountId, now), id },
        data: { revokedAt: now },
      });
      if (count > 0) await trace(tx);
      return count > 0;
    });
  }
}
