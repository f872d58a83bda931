import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { ServiceResolver } from './service.resolver.js';
import { ServiceService } from './service.service.js';

export { LanguageText } from './service.types.js';

export function createServiceModule({
  config,
  settings,
  switches,
}: Pick<Platform, 'config' | 'settings' | 'switches'>): ApiModule {
  return { resolvers: [[ServiceResolver, new ServiceResolver(new ServiceService(config, settings, switches))]] };
}
