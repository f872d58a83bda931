import type { Database, Prisma } from '@sos/database';
import type { Region, Standing, Visibility, WorkingGroup } from '@sos/domain';

import { currentAt } from '../../platform/current-membership.js';
import type { DatabaseTransaction } from '../../platform/platform.types.js';

const WITH_TEXTS = { texts: { orderBy: { language: 'asc' } } } as const satisfies Prisma.OrganisationInclude;
export type OrganisationRecord = Prisma.OrganisationGetPayload<{ include: typeof WITH_TEXTS }>;
export type ListedOrganisation = OrganisationRecord & { readonly people: readonly string[] };

export interface OrganisationProfile {
  readonly name: string;
  readonly country: string;
  readonly regions: Region[];
  readonly workingGroups: WorkingGroup[];
  readonly languages: string[];
  readonly website: string | null;
  readonly contactEmail: string | null;
  readonly visibility: Visibility;
}

export interface OrganisationTexts {
  readonly language: string;
  readonly about: string;
}

export interface DirectoryFilter {
  readonly search: string | null;
  readonly region: string | null;
  readonly workingGroup: string | null;
}

/** Filters look only at what is shown: a hidden working group must not be found by asking for it. */
function shown({ search, region, workingGroup }: DirectoryFilter): Prisma.OrganisationWhereInput {
  return {
    standing: { not: 'suspended' },
    visibility: workingGroup === null ? { not: 'hidden' } : 'contact',
    ...(search === null ? {} : { name: { contains: search, mode: 'insensitive' } }),
    ...(region === null ? {} : { regions: { has: region } }),
    ...(workingGroup === null ? {} : { workingGroups: { has: workingGroup } }),
  };
}

export class OrganisationRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  list(): Promise<OrganisationRecord[]> {
    return this.#prisma.organisation.findMany({ include: WITH_TEXTS, orderBy: { name: 'asc' }, take: 2_000 });
  }

  find(id: string, tx?: DatabaseTransaction): Promise<OrganisationRecord | null> {
    return (tx ?? this.#prisma).organisation.findUnique({ where: { id }, include: WITH_TEXTS });
  }

  findAll(ids: readonly string[]): Promise<OrganisationRecord[]> {
    return this.#prisma.organisation.findMany({
      where: { id: { in: [...ids] } },
      include: WITH_TEXTS,
      orderBy: { name: 'asc' },
    });
  }

  /** With the people who chose to be named, where the organisation shows how to reach it. */
  async listShown(filter: DirectoryFilter, now: Date): Promise<ListedOrganisation[]> {
    const listed = { account: { status: 'active', listed: true }, ...currentAt(now) } as const;
    const rows = await this.#prisma.organisation.findMany({
      where: shown(filter),
      include: {
        ...WITH_TEXTS,
        memberships: {
          where: listed,
          select: { account: { select: { displayName: true } } },
          orderBy: { account: { displayName: 'asc' } },
        },
      },
      orderBy: { name: 'asc' },
      take: 2_000,
    });
    return rows.map(({ memberships, ...row }) => ({
      ...row,
      people: row.visibility === 'contact' ? memberships.map(({ account }) => account.displayName) : [],
    }));
  }

  async slugsLike(slug: string, tx: DatabaseTransaction): Promise<ReadonlySet<string>> {
    const rows = await tx.organisation.findMany({ where: { slug: { startsWith: slug } }, select: { slug: true } });
    return new Set(rows.map((row) => row.slug));
  }

  async create(
    tx: DatabaseTransaction,
    slug: string,
    profile: OrganisationProfile,
    texts: readonly OrganisationTexts[],
    by: { readonly accountId: string; readonly at: Date },
  ): Promise<string> {
    const standing = { standingSince: by.at, standingSetById: by.accountId, createdAt: by.at };
    const { id } = await tx.organisation.create({
      data: { slug, ...profile, ...standing, texts: { create: texts.map((text) => ({ ...text })) } },
      select: { id: true },
    });
    return id;
  }

  async save(
    tx: DatabaseTransaction,
    id: string,
    profile: OrganisationProfile,
    texts: readonly OrganisationTexts[],
  ): Promise<void> {
    await tx.organisationText.deleteMany({ where: { organisationId: id } });
    await tx.organisation.update({
      where: { id },
      data: { ...profile, texts: { create: texts.map((text) => ({ ...text })) } },
    });
  }

  async setStanding(
    tx: DatabaseTransaction,
    id: string,
    standing: Standing,
    by: { readonly accountId: string; readonly at: Date },
  ): Promise<void> {
    const data = { standing, standingSince: by.at, standingSetById: by.accountId };
    await tx.organisation.update({ where: { id }, data });
  }

  /** Administrators whose power does not come from this organisation. */
  administratorsElsewhere(tx: DatabaseTransaction, id: string, now: Date): Promise<number> {
    const membership = {
      roles: { has: 'administrator' as const },
      organisationId: { not: id },
      organisation: { standing: { not: 'suspended' as const } },
      ...currentAt(now),
    };
    return tx.account.count({ where: { status: 'active', memberships: { some: membership } } });
  }
}
