import { isLanguage, publishedCount } from '@sos/domain';

import { AppError } from '../../platform/errors.js';
import type { Clock } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { CountService } from '../signatures/index.js';
import type { CarriedCampaign, PartnerRepository } from './partner.repository.js';

export interface OwnCount {
  readonly partnerName: string;
  readonly campaignId: string;
  readonly campaignSlug: string;
  readonly campaignTitle: string;
  readonly confirmed: number | null;
}

export interface OwnCountsParts {
  readonly partners: PartnerRepository;
  readonly counts: Pick<CountService, 'dailyByPartner'>;
  readonly clock: Clock;
}

function titleIn({ texts }: CarriedCampaign, language: string): string {
  const text = texts.find((known) => known.language === language) ?? texts.find(({ original }) => original) ?? texts[0];
  return text?.title ?? '';
}

/** A partner learns how many their pages brought, never when somebody signed: the same table as for everybody outside the team. */
export class OwnCountsService {
  constructor(private readonly parts: OwnCountsParts) {}

  async list({ accountId, organisations }: Viewer, language: string): Promise<readonly OwnCount[]> {
    if (!isLanguage(language)) throw new AppError('INVALID_INPUT');
    const { partners, counts, clock } = this.parts;
    const now = clock.now();
    const today = now.toISOString().slice(0, 10);
    const own = await partners.listOwn(
      accountId,
      organisations.map(({ id }) => id),
      now,
    );
    const cells = await counts.dailyByPartner(own.map(({ id }) => id));
    const campaigns = await partners.campaigns([...new Set(cells.map(({ campaignId }) => campaignId))]);
    return cells.flatMap(({ partnerId, campaignId, days }) => {
      const campaign = campaigns.find(({ id }) => id === campaignId);
      const partner = own.find(({ id }) => id === partnerId);
      if (!campaign || !partner) return [];
      const { slug: campaignSlug } = campaign;
      const campaignTitle = titleIn(campaign, language);
      return [
        { partnerName: partner.name, campaignId, campaignSlug, campaignTitle, confirmed: publishedCount(days, today) },
      ];
    });
  }
}
