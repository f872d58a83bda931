import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { KeyRepository } from './key.repository.js';
import { KeyResolver } from './key.resolver.js';
import { KeyService } from './key.service.js';

export { keyPolicy } from './key.policy.js';
export type { CurrentReader, KeyService, OwnKey, UsableRoster } from './key.service.js';

export interface KeysModule extends ApiModule {
  readonly keys: KeyService;
}

export function createKeysModule({ database, clock, audit }: Platform): KeysModule {
  const keys = new KeyService(new KeyRepository(database, audit), clock);
  return { keys, resolvers: [[KeyResolver, new KeyResolver(keys)]] };
}
