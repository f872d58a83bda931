import { Arg, Ctx, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { CampaignService } from './campaign.service.js';
import { Campaign, CampaignFilter } from './campaign.types.js';
import { Dashboard } from './dashboard.types.js';

@Resolver(() => Campaign)
export class CampaignResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access('campaigns.read')
  @Query(() => [Campaign], { name: 'campaigns', description: 'Public actions. Open ones, or the archive.' })
  async list(
    @Arg('filter', () => CampaignFilter) filter: CampaignFilter,
    @Arg('language', () => String) language: string,
  ): Promise<readonly object[]> {
    return this.campaigns.list(filter, language);
  }

  @Access('campaigns.read')
  @Query(() => Campaign, { name: 'campaign' })
  async read(
    @Arg('slug', () => String) slug: string,
    @Arg('language', () => String) language: string,
  ): Promise<object> {
    return this.campaigns.read(slug, language);
  }

  @Access('dashboard.read')
  @Query(() => Dashboard)
  async dashboard(@Arg('language', () => String) language: string, @Ctx() context: RequestContext): Promise<object> {
    return this.campaigns.dashboard(viewerOf(context), language);
  }
}
