import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { TokenRepository } from './token.repository.js';
import { TokenResolver } from './token.resolver.js';
import { TokenService } from './token.service.js';

export function createTokensModule({ database, audit, clock }: Platform): ApiModule {
  const service = new TokenService({ tokens: new TokenRepository(database), audit, clock });
  return { resolvers: [[TokenResolver, new TokenResolver(service)]] };
}
