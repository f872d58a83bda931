import { Arg, Ctx, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { OwnCountsService } from './own-counts.service.js';
import { OwnEmbedCount } from './own-counts.types.js';

@Resolver()
export class OwnCountsResolver {
  constructor(private readonly counts: OwnCountsService) {}

  @Access('embeds.readOwnCounts')
  @Query(() => [OwnEmbedCount], { description: "Confirmed signatures that came through the viewer's own embeds." })
  async ownEmbedCounts(
    @Arg('language', () => String) language: string,
    @Ctx() context: RequestContext,
  ): Promise<OwnEmbedCount[]> {
    return [...(await this.counts.list(viewerOf(context), language))];
  }
}
