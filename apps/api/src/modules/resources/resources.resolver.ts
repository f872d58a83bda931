import { Arg, Ctx, Query, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { ResourceRecord } from './resources.repository.js';
import type { ResourcesService } from './resources.service.js';
import { Resource, ResourceFilter, ResourcePage } from './resources.types.js';

function toResource({ text, lastVerified, ...record }: ResourceRecord): Resource {
  return { ...record, ...text, lastVerified: lastVerified?.toISOString().slice(0, 10) ?? null };
}

function isMember({ viewer }: RequestContext): boolean {
  return viewer !== null && viewer.roles.size > 0;
}

@Resolver()
export class ResourcesResolver {
  constructor(private readonly resourcesService: ResourcesService) {}

  @Access('resources.read')
  @Query(() => ResourcePage)
  async resources(
    @Arg('filter', () => ResourceFilter) filter: ResourceFilter,
    @Arg('language', () => String) language: string,
    @Ctx() context: RequestContext,
  ): Promise<ResourcePage> {
    const { items, categories, ...counts } = await this.resourcesService.find(filter, language, isMember(context));
    return { ...counts, categories, items: items.map(toResource) };
  }

  @Access('resources.read')
  @Query(() => Resource)
  async resource(
    @Arg('slug', () => String) slug: string,
    @Arg('language', () => String) language: string,
    @Ctx() context: RequestContext,
  ): Promise<Resource> {
    return toResource(await this.resourcesService.get(slug, language, isMember(context)));
  }
}
