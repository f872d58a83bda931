import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import { MoveRefusedProblem } from '../../platform/move-refused.types.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { DeskCampaignService } from './desk-campaign.service.js';
import { DeskCampaign } from './desk-campaign.types.js';
import {
  CampaignFrozenProblem,
  InvalidInputProblem,
  MoveCampaignInput,
  MoveCampaignResult,
  MoveCampaignSuccess,
  SaveCampaignInput,
  SaveCampaignResult,
  SaveCampaignSuccess,
} from './desk-input.types.js';

@Resolver(() => DeskCampaign)
export class DeskCampaignResolver {
  constructor(private readonly desk: DeskCampaignService) {}

  @Access('campaigns.readDesk')
  @Query(() => [DeskCampaign], { description: 'Campaigns the viewer writes, reviews or coordinates.' })
  async deskCampaigns(@Ctx() context: RequestContext): Promise<readonly object[]> {
    return this.desk.list(viewerOf(context));
  }

  @Access('campaigns.readDesk')
  @Query(() => DeskCampaign)
  async deskCampaign(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<object> {
    return this.desk.read(viewerOf(context), id);
  }

  @Access('campaigns.write')
  @Mutation(() => SaveCampaignResult)
  async saveCampaign(
    @Arg('input', () => SaveCampaignInput) input: SaveCampaignInput,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    const outcome = await this.desk.save(viewerOf(context), input);
    switch (outcome.kind) {
      case 'saved':
        return Object.assign(new SaveCampaignSuccess(), { campaign: outcome.campaign });
      case 'frozen':
        return Object.assign(new CampaignFrozenProblem(), { status: outcome.status });
      case 'invalid':
        return Object.assign(new InvalidInputProblem(), { issues: outcome.issues });
    }
  }

  @Access('campaigns.move')
  @Mutation(() => MoveCampaignResult)
  async moveCampaign(
    @Arg('input', () => MoveCampaignInput) input: MoveCampaignInput,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    const outcome = await this.desk.move(viewerOf(context), input);
    switch (outcome.kind) {
      case 'moved':
        return Object.assign(new MoveCampaignSuccess(), { campaign: outcome.campaign });
      case 'refused':
        return Object.assign(new MoveRefusedProblem(), { code: outcome.code });
    }
  }
}
