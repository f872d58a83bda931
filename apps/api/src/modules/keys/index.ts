import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { KeyRepository } from './key.repository.js';
import { KeyResolver } from './key.resolver.js';
import { KeyService } from './key.service.js';
import { MemberKeyService } from './member-key.service.js';
import { StatementRepository } from './statement.repository.js';
import { StatementResolver } from './statement.resolver.js';
import { SuspensionService } from './suspension.service.js';

export { keyPolicy } from './key.policy.js';
export type { CurrentReader, KeyService, OwnKey, UsableRoster } from './key.service.js';

export interface KeysModule extends ApiModule {
  readonly keys: KeyService;
}

export function createKeysModule({ database, clock, audit, rateLimits }: Platform): KeysModule {
  const statements = new StatementRepository(database, audit);
  const keys = new KeyService(new KeyRepository(database, audit), statements, clock);
  const parts = { keys, statements, clock, rateLimits };
  const resolver = new StatementResolver(new SuspensionService(parts), new MemberKeyService(parts));
  return {
    keys,
    resolvers: [
      [KeyResolver, new KeyResolver(keys)],
      [StatementResolver, resolver],
    ],
  };
}
