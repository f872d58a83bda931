import type { Database } from '@sos/database';
import type { SecondFactor } from '@sos/domain';

import type { Audit, Clock, DatabaseTransaction } from '../../platform/platform.types.js';

export interface StoredPasskey {
  readonly id: string;
  readonly accountId: string;
  readonly handle: string;
  readonly label: string;
  readonly secret: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface StoredTotp {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface NewPasskey {
  readonly accountId: string;
  readonly handle: string;
  readonly label: string;
  readonly secret: string;
  readonly counter: number;
}

/** Everything that opens an account. What changes it leaves a trace in the same transaction. */
export interface CredentialRepository {
  /** Those of passkey and app that are set up; recovery codes only where there is one of them to stand in for. */
  factorsOf(accountId: string): Promise<readonly SecondFactor[]>;
  passkeysOf(accountId: string): Promise<readonly StoredPasskey[]>;
  /** Null when its account is suspended. */
  findPasskey(handle: string): Promise<StoredPasskey | null>;
  findTotp(accountId: string): Promise<StoredTotp | null>;
  recoveryCodesLeft(accountId: string): Promise<number>;
  passwordOf(accountId: string): Promise<{ readonly hash: string; readonly since: Date } | null>;
  /** @returns false when the count is not above the last one: then somebody used it before, or a copy of it. */
  raiseCounter(id: string, counter: number): Promise<boolean>;
  /** Whether this authenticator has never said how often it was used. */
  neverCounted(id: string): Promise<boolean>;
  noteUse(id: string): Promise<void>;
  /** @returns false when there is no such code (any more). */
  spendRecoveryCode(accountId: string, hash: string): Promise<boolean>;
  /** @returns false when the authenticator is registered already, here or with another account. */
  addPasskey(passkey: NewPasskey): Promise<boolean>;
  /** In place of the one before: an account has one app. `step` is that of the code which proved it works. */
  replaceTotp(accountId: string, secret: string, step: number): Promise<void>;
  replaceRecoveryCodes(accountId: string, hashes: readonly string[]): Promise<void>;
  replacePassword(
    accountId: string,
    hash: string,
    how: PasswordChange,
    transaction?: DatabaseTransaction,
  ): Promise<void>;
  /** 'last': without it the account would be left with a password alone. */
  removeFactor(accountId: string, id: string): Promise<SecondFactor | 'last' | null>;
  removeAll(accountId: string, actorId: string | null, transaction: DatabaseTransaction): Promise<void>;
}

export interface PasswordChange {
  readonly event: 'credential.added' | 'credential.reset';
  readonly actorId: string | null;
  /** Where nobody signed in did it: by what. */
  readonly how?: string;
}

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
}

const PASSKEY = {
  id: true,
  accountId: true,
  handle: true,
  label: true,
  secret: true,
  createdAt: true,
  lastUsedAt: true,
} as const;

function toPasskey<Row extends { handle: string | null; label: string | null }>(row: Row) {
  return { ...row, handle: row.handle ?? '', label: row.label ?? '' };
}

function reads({ database: { prisma } }: Parts) {
  return {
    async factorsOf(accountId) {
      const rows = await prisma.credential.findMany({
        where: { accountId, kind: { in: ['passkey', 'totp', 'recovery_code'] } },
        select: { kind: true },
      });
      const kinds = new Set(rows.map(({ kind }) => kind));
      const strong = (['passkey', 'totp'] as const).filter((kind) => kinds.has(kind));
      return strong.length > 0 && kinds.has('recovery_code') ? [...strong, 'recovery_code'] : strong;
    },
    async passkeysOf(accountId) {
      const where = { accountId, kind: 'passkey' } as const;
      return (await prisma.credential.findMany({ where, select: PASSKEY, orderBy: { createdAt: 'asc' } })).map(
        toPasskey,
      );
    },
    async findPasskey(handle) {
      const where = { handle, kind: 'passkey', account: { status: 'active' } } as const;
      const row = await prisma.credential.findFirst({ where, select: PASSKEY });
      return row && toPasskey(row);
    },
    findTotp: (accountId) =>
      prisma.credential.findFirst({
        where: { accountId, kind: 'totp' },
        orderBy: { createdAt: 'desc' },
        select: { id: true, secret: true, createdAt: true, lastUsedAt: true },
      }),
    recoveryCodesLeft: (accountId) => prisma.credential.count({ where: { accountId, kind: 'recovery_code' } }),
    async passwordOf(accountId) {
      const row = await prisma.credential.findFirst({
        where: { accountId, kind: 'password' },
        orderBy: { createdAt: 'desc' },
        select: { secret: true, createdAt: true },
      });
      return row && { hash: row.secret, since: row.createdAt };
    },
  } satisfies Partial<CredentialRepository>;
}

function uses({ database: { prisma }, clock }: Parts) {
  return {
    async raiseCounter(id, counter) {
      const where = { id, counter: { lt: counter } };
      const { count } = await prisma.credential.updateMany({ where, data: { counter, lastUsedAt: clock.now() } });
      return count === 1;
    },
    async neverCounted(id) {
      return (await prisma.credential.count({ where: { id, counter: 0 } })) === 1;
    },
    async noteUse(id) {
      await prisma.credential.updateMany({ where: { id }, data: { lastUsedAt: clock.now() } });
    },
    async spendRecoveryCode(accountId, secret) {
      const { count } = await prisma.credential.deleteMany({ where: { accountId, kind: 'recovery_code', secret } });
      return count === 1;
    },
  } satisfies Partial<CredentialRepository>;
}

/** Whoever was in the account before a reset may have made one for later. */
async function revokeTokens(tx: DatabaseTransaction, accountId: string, revokedAt: Date): Promise<void> {
  await tx.accessToken.updateMany({ where: { membership: { accountId }, revokedAt: null }, data: { revokedAt } });
}

function additions({ database: { prisma }, clock, audit }: Parts) {
  const traced = (tx: DatabaseTransaction, accountId: string, kind: string): Promise<void> =>
    audit.record(
      { event: 'credential.added', actorId: accountId, subject: 'account', subjectId: accountId, facts: { kind } },
      tx,
    );
  return {
    async addPasskey({ accountId, handle, label, secret, counter }) {
      const data = { accountId, kind: 'passkey' as const, handle, label, secret, counter, createdAt: clock.now() };
      return prisma.$transaction(async (tx) => {
        const { count } = await tx.credential.createMany({ data: [data], skipDuplicates: true });
        if (count === 1) await traced(tx, accountId, 'passkey');
        return count === 1;
      });
    },
    async replaceTotp(accountId, secret, step) {
      const now = clock.now();
      await prisma.$transaction(async (tx) => {
        await tx.credential.deleteMany({ where: { accountId, kind: 'totp' } });
        await tx.credential.create({
          data: { accountId, kind: 'totp', secret, counter: step, createdAt: now, lastUsedAt: now },
        });
        await traced(tx, accountId, 'totp');
      });
    },
    async replaceRecoveryCodes(accountId, hashes) {
      const createdAt = clock.now();
      await prisma.$transaction(async (tx) => {
        await tx.credential.deleteMany({ where: { accountId, kind: 'recovery_code' } });
        await tx.credential.createMany({
          data: hashes.map((secret) => ({ accountId, kind: 'recovery_code' as const, secret, createdAt })),
        });
        await traced(tx, accountId, 'recovery_code');
      });
    },
    async replacePassword(accountId, secret, { event, actorId, how }, transaction) {
      const run = async (tx: DatabaseTransaction): Promise<void> => {
        await tx.credential.deleteMany({ where: { accountId, kind: 'password' } });
        await tx.credential.create({ data: { accountId, kind: 'password', secret, createdAt: clock.now() } });
        if (event === 'credential.reset') await revokeTokens(tx, accountId, clock.now());
        const facts = { kind: 'password', ...(how === undefined ? {} : { how }) };
        await audit.record({ event, actorId, subject: 'account', subjectId: accountId, facts }, tx);
      };
      await (transaction ? run(transaction) : prisma.$transaction(run));
    },
  } satisfies Partial<CredentialRepository>;
}

function removals({ database: { prisma }, clock, audit }: Parts) {
  return {
    async removeFactor(accountId, id) {
      return prisma.$transaction(async (tx) => {
        // Two windows that remove one factor each must not leave none.
        await tx.$queryRaw`SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid FOR UPDATE`;
        const factors = await tx.credential.findMany({
          where: { accountId, kind: { in: ['passkey', 'totp'] } },
          select: { id: true, kind: true },
        });
        const kind = factors.find((factor) => factor.id === id)?.kind;
        if (kind !== 'passkey' && kind !== 'totp') return null;
        if (factors.length === 1) return 'last';
        await tx.credential.delete({ where: { id } });
        const facts = { kind };
        await audit.record(
          { event: 'credential.removed', actorId: accountId, subject: 'account', subjectId: accountId, facts },
          tx,
        );
        return kind;
      });
    },
    async removeAll(accountId, actorId, transaction) {
      await transaction.credential.deleteMany({ where: { accountId } });
      await revokeTokens(transaction, accountId, clock.now());
      const facts = { kind: 'all' };
      await audit.record(
        { event: 'credential.reset', actorId, subject: 'account', subjectId: accountId, facts },
        transaction,
      );
    },
  } satisfies Partial<CredentialRepository>;
}

export function createCredentialRepository(parts: Parts): CredentialRepository {
  return { ...reads(parts), ...uses(parts), ...additions(parts), ...removals(parts) };
}
