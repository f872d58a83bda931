import type { Database, Prisma } from '@sos/database';
import type { CampaignStatus, CampaignType } from '@sos/domain';

import { currentAt } from '../../platform/current-membership.js';

const WHOLE = {
  organisation: { select: { name: true } },
  texts: { orderBy: [{ original: 'desc' }, { language: 'asc' }] },
  addressees: { orderBy: { position: 'asc' }, include: { texts: true } },
  updates: { orderBy: { number: 'desc' }, include: { texts: true } },
} as const satisfies Prisma.CampaignInclude;

const WITHOUT_KEYS = { duplicateKey: true, dataKey: true } as const;

/** A campaign with everything a page shows, without its keys. */
export type CampaignRecord = Prisma.CampaignGetPayload<{ include: typeof WHOLE; omit: typeof WITHOUT_KEYS }>;
export type TextRecord = CampaignRecord['texts'][number];

/** What signing must know, with the wrapped keys. */
export interface SigningRecord {
  readonly id: string;
  readonly slug: string;
  readonly status: CampaignStatus;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  /** When it was closed by hand, or by its date. */
  readonly closedAt: Date | null;
  readonly textVersion: number | null;
  readonly signers: readonly string[];
  readonly duplicateKey: Uint8Array;
  readonly dataKey: Uint8Array;
}

export interface PublicSearch {
  readonly statuses: readonly CampaignStatus[];
  readonly type?: CampaignType | undefined;
  readonly region?: string | undefined;
  readonly right?: string | undefined;
}

export interface NewsRecord {
  readonly id: string;
  readonly kind: string;
  readonly publishedAt: Date;
  readonly texts: readonly { readonly language: string; readonly title: string }[];
  readonly campaign: CampaignRecord;
}

const MOST_LISTED = 200;

/** What the public may see of campaigns. */
export class CampaignRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  listPublic({ statuses, type, region, right }: PublicSearch): Promise<readonly CampaignRecord[]> {
    return this.#prisma.campaign.findMany({
      where: {
        status: { in: [...statuses] },
        textVersion: { not: null },
        ...(type === undefined ? {} : { type }),
        ...(region === undefined ? {} : { region }),
        ...(right === undefined ? {} : { rights: { has: right } }),
      },
      include: WHOLE,
      omit: WITHOUT_KEYS,
      orderBy: [{ opensAt: 'desc' }, { id: 'asc' }],
      take: MOST_LISTED,
    });
  }

  findPublic(slug: string, statuses: readonly CampaignStatus[]): Promise<CampaignRecord | null> {
    return this.#prisma.campaign.findFirst({
      where: { slug, status: { in: [...statuses] }, textVersion: { not: null } },
      include: WHOLE,
      omit: WITHOUT_KEYS,
    });
  }

  findSigning(where: { readonly slug: string } | { readonly id: string }): Promise<SigningRecord | null> {
    return this.#prisma.campaign
      .findUnique({
        where,
        select: {
          id: true,
          slug: true,
          status: true,
          opensAt: true,
          closesAt: true,
          textVersion: true,
          signers: true,
          duplicateKey: true,
          dataKey: true,
          transitions: { where: { to: 'closed' }, orderBy: { at: 'desc' }, take: 1, select: { at: true } },
        },
      })
      .then((row) => row && { ...row, closedAt: row.transitions[0]?.at ?? null });
  }

  /** Open letters and petitions that organisations may sign, soonest to close first. */
  listOpenToOrganisations(now: Date): Promise<readonly CampaignRecord[]> {
    return this.#prisma.campaign.findMany({
      where: {
        status: 'open',
        textVersion: { not: null },
        signers: { has: 'organisation' },
        OR: [{ closesAt: null }, { closesAt: { gt: now } }],
      },
      include: WHOLE,
      omit: WITHOUT_KEYS,
      orderBy: [{ closesAt: 'asc' }, { id: 'asc' }],
      take: MOST_LISTED,
    });
  }

  /** The organisations this account is a focal point of now. */
  async findRepresented(accountId: string, now: Date): Promise<ReadonlySet<string>> {
    const rows = await this.#prisma.membership.findMany({
      where: {
        accountId,
        focalPoint: true,
        roles: { has: 'member' },
        ...currentAt(now),
      },
      select: { organisationId: true },
    });
    return new Set(rows.map(({ organisationId }) => organisationId));
  }

  /** Which of these organisations already stand under which of these campaigns. */
  async findOrganisationSignatures(
    campaignIds: readonly string[],
    organisationIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await this.#prisma.signature.findMany({
      where: {
        campaignId: { in: [...campaignIds] },
        organisationId: { in: [...organisationIds] },
        events: { none: { kind: { in: ['withdrawn', 'disowned', 'invalidated'] } } },
      },
      select: { campaignId: true, organisationId: true },
    });
    return new Set(rows.map(({ campaignId, organisationId }) => `${campaignId}:${organisationId ?? ''}`));
  }

  listNews(statuses: readonly CampaignStatus[], limit: number): Promise<readonly NewsRecord[]> {
    return this.#prisma.campaignUpdate.findMany({
      where: { campaign: { status: { in: [...statuses] }, textVersion: { not: null } } },
      include: { texts: true, campaign: { include: WHOLE, omit: WITHOUT_KEYS } },
      orderBy: { publishedAt: 'desc' },
      take: limit,
    });
  }
}
