import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { createAccountRepository } from './accounts.repository.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';
import { addDemoKitRoute } from './recovery-kit.routes.js';

export { Organisation } from './accounts.types.js';

export function createAccountsModule(platform: Platform): ApiModule {
  const { database, clock, rateLimits, logger } = platform;
  const accounts = createAccountRepository(database, clock);
  const service = new AccountsService({ accounts, rateLimits, logger });
  return {
    resolvers: [[AccountsResolver, new AccountsResolver(service)]],
    appRoutes: (server) => addDemoKitRoute(server, platform),
  };
}
