import { isSlug, type Language } from '@sos/domain';

import { notFound } from '../../platform/errors.js';
import type { PageResult, Pages, Rendered } from '../../platform/pages.types.js';
import type { CampaignService } from '../campaigns/index.js';
import { framePolicy } from './embed.policy.js';
import { frameAddress, oembedAnswer, readCampaignAddress } from './oembed.js';
import type { PartnerRepository } from './partner.repository.js';

export interface FrameWanted {
  readonly slug: string;
  readonly language: Language;
  readonly partnerKey: string | null;
  readonly result: PageResult | null;
}

export interface FrameAnswer extends Rendered {
  readonly policy: string;
}

export interface EmbedParts {
  readonly campaigns: CampaignService;
  readonly partners: PartnerRepository;
  readonly pages: Pages;
  readonly siteOrigin: string;
  formToken(): string;
}

/** What other sites show of ours. */
export class EmbedService {
  constructor(private readonly parts: EmbedParts) {}

  /** What is not public is a page that says so: it stands in the middle of somebody else's. */
  async frame({ slug, language, partnerKey, result }: FrameWanted): Promise<FrameAnswer> {
    const { partners, pages, siteOrigin } = this.parts;
    if (!isSlug(slug)) throw notFound();
    const partner = partnerKey === null ? null : await partners.findByKey(partnerKey);
    const key = partner ? partnerKey : null;
    const query = new URL(frameAddress({ siteOrigin, slug, language, partnerKey: key })).search;
    const rendered = await pages.renderFrame({
      slug,
      language,
      partnerKey: key,
      partnerName: partner?.name ?? null,
      signAction: `${siteOrigin}/embed/${slug}/sign${query}`,
      codeAction: `${siteOrigin}/embed/${slug}/code${query}`,
      scriptUrl: `${siteOrigin}/embed/frame.js`,
      state: { formToken: this.parts.formToken(), result },
    });
    return { ...rendered, policy: framePolicy(partner?.origins ?? null, siteOrigin) };
  }

  /** @returns null for an address that is no campaign of ours. @throws NOT_FOUND for one that is not public. */
  async oembed(
    address: string,
    maxWidth: number | null,
    fallback: Language,
  ): Promise<Readonly<Record<string, string | number>> | null> {
    const { campaigns, siteOrigin } = this.parts;
    const found = readCampaignAddress(address, siteOrigin);
    if (!found) return null;
    const language = found.language ?? fallback;
    const { slug, text } = await campaigns.read(found.slug, language);
    return oembedAnswer({ siteOrigin, slug, language, partnerKey: found.partnerKey, title: text.title, maxWidth });
  }
}
