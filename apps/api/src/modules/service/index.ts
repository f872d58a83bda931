import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { ServiceResolver } from './service.resolver.js';

export function createServiceModule({ config }: Pick<Platform, 'config'>): ApiModule {
  return { resolvers: [[ServiceResolver, new ServiceResolver(config)]] };
}
