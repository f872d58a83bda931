import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { KeyProofs } from './key-proofs.js';
import { KeyRepository } from './key.repository.js';
import { KeyResolver } from './key.resolver.js';
import { KeyService } from './key.service.js';
import { MemberKeyService } from './member-key.service.js';
import { createShareStore } from './share-store.js';
import { StatementRepository } from './statement.repository.js';
import { StatementResolver } from './statement.resolver.js';
import { SuccessionRepository } from './succession.repository.js';
import { SuccessionResolver } from './succession.resolver.js';
import { SuccessionService } from './succession.service.js';
import { SuspensionService } from './suspension.service.js';
import { VaultCopyRepository } from './vault-copy.repository.js';
import { VaultCopyResolver } from './vault-copy.resolver.js';
import { vaultCopyRoutes } from './vault-copy.routes.js';
import { VaultCopyService } from './vault-copy.service.js';

export { keyPolicy } from './key.policy.js';
export { toSuccession } from './succession.resolver.js';
export type { SuccessionRecord } from './succession.repository.js';
export { KeySuccession } from './succession.types.js';
export type { CurrentReader, KeyService, OwnKey, ReaderKey, UsableRoster } from './key.service.js';

export interface KeysModule extends ApiModule {
  readonly keys: KeyService;
}

export function createKeysModule(platform: Platform): KeysModule {
  const { database, clock, audit, rateLimits, config, vaulted, spentTokens } = platform;
  const proofs = new KeyProofs({ vaulted, spentTokens, clock, appOrigin: config.appOrigin });
  const statements = new StatementRepository(database, audit);
  const successions = new SuccessionRepository(database, audit);
  const keys = new KeyService(new KeyRepository(database, audit), statements, successions, clock, proofs);
  const parts = { keys, statements, clock, rateLimits };
  const resolver = new StatementResolver(new SuspensionService(parts), new MemberKeyService(parts));
  const copies = createVaultCopies(platform);
  return {
    keys,
    resolvers: [
      [KeyResolver, new KeyResolver(keys)],
      [StatementResolver, resolver],
      [SuccessionResolver, new SuccessionResolver(new SuccessionService({ keys, successions, clock, rateLimits }))],
      [VaultCopyResolver, new VaultCopyResolver(copies)],
    ],
    appRoutes: vaultCopyRoutes(platform, copies),
    jobs: [{ name: 'keys.sweepShares', every: { cron: '40 3 * * *' }, run: () => copies.sweep() }],
  };
}

function createVaultCopies({ database, clock, config, rateLimits, audit }: Platform): VaultCopyService {
  return new VaultCopyService({
    copies: new VaultCopyRepository(database),
    shares: createShareStore(config),
    rateLimits,
    audit,
    clock,
  });
}
