import type { Database, Prisma } from '@sos/database';
import type { Role } from '@sos/domain';

import { currentAt } from '../../platform/current-membership.js';
import type { DatabaseTransaction } from '../../platform/platform.types.js';

/** "SOSP" as a number, as in the triggers of the tables: whoever changes people waits for whoever does. */
const PEOPLE_LOCK = 0x534f5350;

const MEMBERSHIP = {
  account: { select: { id: true, displayName: true, email: true, status: true, listed: true } },
  organisation: { select: { id: true, name: true, standing: true } },
} as const satisfies Prisma.MembershipInclude;

export type MembershipRecord = Prisma.MembershipGetPayload<{ include: typeof MEMBERSHIP }>;

const PERSON = {
  id: true,
  displayName: true,
  email: true,
  language: true,
  status: true,
  createdAt: true,
  eraseAt: true,
} as const satisfies Prisma.AccountSelect;

export type PersonRecord = Prisma.AccountGetPayload<{ select: typeof PERSON }> & {
  readonly memberships: readonly MembershipRecord[];
};

export interface PeopleFilter {
  readonly search: string | null;
  readonly role: Role | null;
  readonly status: 'active' | 'suspended' | null;
  readonly organisationId: string | null;
}

function matching({ search, role, status, organisationId }: PeopleFilter, now: Date): Prisma.AccountWhereInput {
  const words = search === null ? [] : [{ contains: search, mode: 'insensitive' as const }];
  const membership = {
    ...(role === null ? {} : { roles: { has: role } }),
    ...(organisationId === null ? {} : { organisationId }),
  };
  return {
    ...(status === null ? {} : { status }),
    ...(words.length === 0 ? {} : { OR: words.flatMap((word) => [{ displayName: word }, { email: word }]) }),
    ...(role === null && organisationId === null
      ? {}
      : { memberships: { some: { ...membership, ...currentAt(now) } } }),
  };
}

/** Accounts and memberships. Whatever changes them goes through `serially`. */
export class PeopleRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  /** One change of people at a time, in every process: what is counted inside is still true when it is used. */
  serially<T>(work: (tx: DatabaseTransaction) => Promise<T>): Promise<T> {
    return this.#prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK}::bigint)`;
      return work(tx);
    });
  }

  async list(filter: PeopleFilter, now: Date, most: number): Promise<{ total: number; people: PersonRecord[] }> {
    const where = matching(filter, now);
    const memberships = {
      where: currentAt(now),
      include: MEMBERSHIP,
      orderBy: { organisation: { name: 'asc' } },
    } as const;
    const [total, people] = await Promise.all([
      this.#prisma.account.count({ where }),
      this.#prisma.account.findMany({
        where,
        select: { ...PERSON, memberships },
        orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
        take: most,
      }),
    ]);
    return { total, people };
  }

  async names(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const where = { id: { in: [...new Set(accountIds)] } };
    const rows = await this.#prisma.account.findMany({ where, select: { id: true, displayName: true } });
    return new Map(rows.map(({ id, displayName }) => [id, displayName]));
  }

  async emailOf(accountId: string): Promise<string> {
    const { email } = await this.#prisma.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { email: true },
    });
    return email;
  }

  findMembership(tx: DatabaseTransaction, id: string, now: Date): Promise<MembershipRecord | null> {
    return tx.membership.findFirst({ where: { id, ...currentAt(now) }, include: MEMBERSHIP });
  }

  membershipsOf(accountId: string, now: Date, tx?: DatabaseTransaction): Promise<MembershipRecord[]> {
    return (tx ?? this.#prisma).membership.findMany({
      where: { accountId, ...currentAt(now) },
      include: MEMBERSHIP,
      orderBy: { organisation: { name: 'asc' } },
    });
  }

  /** Everybody of the organisations now, by name. */
  colleaguesIn(organisationIds: readonly string[], now: Date): Promise<MembershipRecord[]> {
    return this.#prisma.membership.findMany({
      where: { organisationId: { in: [...organisationIds] }, ...currentAt(now) },
      include: MEMBERSHIP,
      orderBy: { account: { displayName: 'asc' } },
    });
  }

  findAccount(tx: DatabaseTransaction, id: string) {
    return tx.account.findUnique({ where: { id }, select: { id: true, status: true, email: true, eraseAt: true } });
  }

  async accountIdOf(tx: DatabaseTransaction, email: string): Promise<string | null> {
    return (await tx.account.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
  }

  /** Active administrators who are not this account. */
  otherAdministrators(tx: DatabaseTransaction, accountId: string, now: Date): Promise<number> {
    const membership = {
      roles: { has: 'administrator' as const },
      organisation: { standing: { not: 'suspended' as const } },
      ...currentAt(now),
    };
    return tx.account.count({
      where: { id: { not: accountId }, status: 'active', memberships: { some: membership } },
    });
  }

  otherFocalPoints(tx: DatabaseTransaction, organisationId: string, membershipId: string, now: Date): Promise<number> {
    return tx.membership.count({
      where: {
        organisationId,
        id: { not: membershipId },
        focalPoint: true,
        account: { status: 'active' },
        ...currentAt(now),
      },
    });
  }

  /** Accounts that speak for the organisation now. */
  async focalPointsOf(tx: DatabaseTransaction, organisationId: string, now: Date): Promise<readonly string[]> {
    const where = { organisationId, focalPoint: true, account: { status: 'active' as const }, ...currentAt(now) };
    const rows = await tx.membership.findMany({ where, select: { accountId: true } });
    return rows.map(({ accountId }) => accountId);
  }

  async setRoles(tx: DatabaseTransaction, id: string, roles: readonly Role[], focalPoint: boolean): Promise<void> {
    await tx.membership.update({ where: { id }, data: { roles: [...roles], focalPoint } });
  }

  async setFocalPoint(tx: DatabaseTransaction, id: string, focalPoint: boolean): Promise<void> {
    await tx.membership.update({ where: { id }, data: { focalPoint } });
  }

  async end(tx: DatabaseTransaction, id: string, now: Date): Promise<void> {
    await tx.membership.update({ where: { id }, data: { until: now, focalPoint: false } });
  }

  /** A new membership, or one that had ended and begins again. */
  async join(
    tx: DatabaseTransaction,
    { accountId, organisationId, roles, focalPoint }: NewMembership,
    now: Date,
  ): Promise<string> {
    const data = { roles: [...roles], focalPoint, since: now, until: null };
    const { id } = await tx.membership.upsert({
      where: { accountId_organisationId: { accountId, organisationId } },
      create: { accountId, organisationId, ...data },
      update: data,
      select: { id: true },
    });
    return id;
  }

  async createAccount(tx: DatabaseTransaction, account: NewAccount): Promise<string> {
    const { email, displayName, language, passwordHash, createdAt } = account;
    const { id } = await tx.account.create({
      data: {
        ...{ email, displayName, language, createdAt },
        credentials: { create: { kind: 'password', secret: passwordHash, createdAt } },
      },
      select: { id: true },
    });
    return id;
  }

  /** A suspended account has no session left that could come back with it. */
  async setStatus(tx: DatabaseTransaction, id: string, status: 'active' | 'suspended'): Promise<void> {
    await tx.account.update({ where: { id }, data: { status } });
    if (status === 'suspended') await tx.session.deleteMany({ where: { accountId: id } });
  }

  async setListed(accountId: string, listed: boolean): Promise<void> {
    await this.#prisma.account.update({ where: { id: accountId }, data: { listed } });
  }
}

export interface NewMembership {
  readonly accountId: string;
  readonly organisationId: string;
  readonly roles: readonly Role[];
  readonly focalPoint: boolean;
}

export interface NewAccount {
  readonly email: string;
  readonly displayName: string;
  readonly language: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}
