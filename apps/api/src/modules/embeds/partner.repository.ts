import type { Database } from '@sos/database';
import { CAMPAIGN_STATUSES, CAMPAIGN_VISIBILITY } from '@sos/domain';

import { currentAt } from '../../platform/current-membership.js';

export interface PartnerRecord {
  readonly name: string;
  /** Origins that may show our frame: `https://example.org`, or `https://*.example.org`. */
  readonly origins: readonly string[];
}

/** A campaign as the partner's own pages may name it: public, with its current texts. */
export interface CarriedCampaign {
  readonly id: string;
  readonly slug: string;
  readonly texts: readonly { readonly language: string; readonly title: string; readonly original: boolean }[];
}

const PUBLIC = CAMPAIGN_STATUSES.filter((status) => CAMPAIGN_VISIBILITY[status].public);

export class PartnerRepository {
  constructor(private readonly database: Database) {}

  /** Null for a key that is unknown or revoked. */
  findByKey(key: string): Promise<PartnerRecord | null> {
    return this.database.prisma.partner.findFirst({
      where: { key, revokedAt: null },
      select: { name: true, origins: true },
    });
  }

  /** The partner keys of those of these organisations in which this account is a partner now. */
  listOwn(
    accountId: string,
    organisationIds: readonly string[],
    now: Date,
  ): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const membership = { accountId, roles: { has: 'partner' as const }, ...currentAt(now) };
    return this.database.prisma.partner.findMany({
      where: {
        organisationId: { in: [...organisationIds] },
        organisation: { memberships: { some: membership } },
      },
      select: { id: true, name: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
  }

  async campaigns(ids: readonly string[]): Promise<readonly CarriedCampaign[]> {
    const found = await this.database.prisma.campaign.findMany({
      where: { id: { in: [...ids] }, status: { in: PUBLIC } },
      select: {
        id: true,
        slug: true,
        textVersion: true,
        texts: { select: { language: true, title: true, original: true, version: true } },
      },
    });
    return found.map(({ textVersion, texts, ...campaign }) => ({
      ...campaign,
      texts: texts.filter(({ version }) => version === textVersion),
    }));
  }
}
