import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { CampaignRepository } from './campaign.repository.js';
import { CampaignResolver } from './campaign.resolver.js';
import { CampaignService } from './campaign.service.js';
import { DeskCampaignRepository } from './desk-campaign.repository.js';
import { DeskCampaignResolver } from './desk-campaign.resolver.js';
import { DeskCampaignService } from './desk-campaign.service.js';

export { acceptsConfirmations } from './campaign.policy.js';
export type { SigningRecord } from './campaign.repository.js';
export type { CampaignService, CampaignView } from './campaign.service.js';
export { Campaign } from './campaign.types.js';
export { DeskCampaign } from './desk-campaign.types.js';

export interface CampaignsModule extends ApiModule {
  readonly campaigns: CampaignService;
}

export function createCampaignsModule(platform: Platform): CampaignsModule {
  const { database, settings, clock, logger, vaulted, audit } = platform;
  const campaigns = new CampaignService(new CampaignRepository(database), clock);
  const desk = new DeskCampaignService(new DeskCampaignRepository(database, audit), vaulted, settings, clock, logger);
  return {
    campaigns,
    resolvers: [
      [CampaignResolver, new CampaignResolver(campaigns)],
      [DeskCampaignResolver, new DeskCampaignResolver(desk)],
    ],
    jobs: [{ name: 'campaigns.close', every: { cron: '* * * * *' }, run: () => desk.closeOverdue() }],
  };
}
