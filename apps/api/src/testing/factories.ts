import type { Database } from '@sos/database';
import type { Language, Role } from '@sos/domain';
import { randomBytes } from 'node:crypto';

import { hashPassword } from '../platform/passwords.js';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const unique = (): string => randomBytes(4).toString('hex');

export interface TestOrganisation {
  readonly id: string;
  readonly name: string;
  readonly country: string;
}

export interface TestAccount {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly organisation: TestOrganisation;
}

export async function makeOrganisation(
  database: Database,
  wanted: Partial<Omit<TestOrganisation, 'id'>> = {},
): Promise<TestOrganisation> {
  const slug = `organisation-${unique()}`;
  const { id, name, country } = await database.prisma.organisation.create({
    data: {
      slug,
      name: wanted.name ?? `Organisation ${slug}`,
      country: wanted.country ?? 'CO',
      regions: ['latin-america-caribbean'],
    },
  });
  return { id, name, country };
}

export interface WantedAccount {
  readonly roles: readonly Role[];
  readonly organisation?: TestOrganisation;
  readonly displayName?: string;
  readonly email?: string;
  readonly language?: Language;
  readonly status?: 'active' | 'suspended';
  /** Speaks for the organisation; needs the role of a member. */
  readonly focalPoint?: boolean;
  /** Without one the account has no password and cannot sign in by itself. */
  readonly password?: string;
}

/** An account with one membership, in an organisation of its own unless said. */
export async function makeAccount(database: Database, wanted: WantedAccount): Promise<TestAccount> {
  const organisation = wanted.organisation ?? (await makeOrganisation(database));
  const email = wanted.email ?? `${unique()}@people.example`;
  const displayName = wanted.displayName ?? `Person ${unique()}`;
  const { id } = await database.prisma.account.create({
    data: {
      email,
      displayName,
      language: wanted.language ?? 'en',
      status: wanted.status ?? 'active',
      memberships: {
        create: {
          organisationId: organisation.id,
          roles: [...wanted.roles],
          focalPoint: wanted.focalPoint ?? false,
          since: LONG_AGO,
        },
      },
    },
  });
  if (wanted.password !== undefined) {
    const secret = await hashPassword(wanted.password);
    await database.prisma.credential.create({ data: { accountId: id, kind: 'password', secret } });
  }
  return { id, email, displayName, organisation };
}

/** A partner's token, whatever role its account has. @returns whether it still stands. */
export async function makeToken(
  { prisma }: Database,
  { id: accountId, organisation: { id: organisationId } }: TestAccount,
  createdAt: Date,
): Promise<() => Promise<boolean>> {
  const times = { createdAt, expiresAt: new Date(createdAt.getTime() + 86_400_000) };
  const where = { accountId_organisationId: { accountId, organisationId } };
  const tokenHash = Uint8Array.from(randomBytes(32));
  const { id } = await prisma.accessToken.create({
    data: { name: 'x', scopes: [], tokenHash, ...times, membership: { connect: where } },
  });
  return async () => (await prisma.accessToken.findUniqueOrThrow({ where: { id } })).revokedAt === null;
}
