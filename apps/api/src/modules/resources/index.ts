import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { createResourceRepository } from './resources.repository.js';
import { ResourcesResolver } from './resources.resolver.js';
import { ResourcesService } from './resources.service.js';

export function createResourcesModule({ database }: Pick<Platform, 'database'>): ApiModule {
  const service = new ResourcesService(createResourceRepository(database));
  return { resolvers: [[ResourcesResolver, new ResourcesResolver(service)]] };
}
