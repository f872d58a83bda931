import type { Pages } from '../../platform/pages.types.js';
import type { ApiModule, Platform } from '../../platform/platform.types.js';
import type { CampaignService } from '../campaigns/index.js';
import type { SignaturesModule } from '../signatures/index.js';
import { addEmbedRoutes } from './embed.routes.js';
import { EmbedService } from './embed.service.js';
import { OwnCountsResolver } from './own-counts.resolver.js';
import { OwnCountsService } from './own-counts.service.js';
import { PartnerRepository } from './partner.repository.js';
import { createWidgetFiles } from './widget-files.js';

export interface EmbedsNeeds {
  readonly campaigns: CampaignService;
  readonly signatures: Pick<SignaturesModule, 'signing' | 'confirmation' | 'counts' | 'formToken'>;
  readonly pages: Pages;
  /** apps/widget/dist. */
  readonly widgetFolder: string;
}

export function createEmbedsModule(
  { database, config, clock, contextOf }: Platform,
  { campaigns, signatures, pages, widgetFolder }: EmbedsNeeds,
): ApiModule {
  const { signing, confirmation, counts, formToken } = signatures;
  const partners = new PartnerRepository(database);
  const embeds = new EmbedService({
    campaigns,
    partners,
    pages,
    siteOrigin: config.siteOrigin,
    formToken,
  });
  const files = createWidgetFiles(widgetFolder);
  return {
    resolvers: [[OwnCountsResolver, new OwnCountsResolver(new OwnCountsService({ partners, counts, clock }))]],
    siteRoutes: (server) => addEmbedRoutes(server, { embeds, signing, confirmation, files, contextOf }),
  };
}
