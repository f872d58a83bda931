import { noticeMail } from '../../platform/mail/notices.js';
import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { TokenRepository } from './token.repository.js';
import { TokenResolver } from './token.resolver.js';
import { TokenService } from './token.service.js';

export function createTokensModule(platform: Platform): ApiModule {
  const service = new TokenService({ ...platform, tokens: new TokenRepository(platform.database) });
  return {
    resolvers: [[TokenResolver, new TokenResolver(service)]],
    mailTemplates: { 'tokens.issued': noticeMail(platform, 'tokenIssued') },
  };
}
