import type { ApiModule, Platform } from '../../platform/platform.types.js';
import type { KeyService } from '../keys/index.js';
import { BlobRepository } from './blob.repository.js';
import { BlobService } from './blob.service.js';
import { CaseAccessService } from './case-access.service.js';
import { CaseRepository } from './case.repository.js';
import { CaseResolver } from './case.resolver.js';
import { caseRoutes } from './case.routes.js';
import { CaseService } from './case.service.js';
import { GrantRepository } from './grant.repository.js';
import { GrantService } from './grant.service.js';
import { GrantVerdictRepository } from './grant-verdict.repository.js';
import { GrantVerdictService } from './grant-verdict.service.js';
import { EntryRepository } from './entry.repository.js';
import { EntryService } from './entry.service.js';
import { ReadersService } from './readers.service.js';

export type { CaseService } from './case.service.js';

export interface CasesModule extends ApiModule {
  readonly cases: CaseService;
  /** Entries that nobody of the team can open any more. */
  readonly unreadableEntries: () => Promise<number>;
}

export function createCasesModule(platform: Platform, keys: KeyService): CasesModule {
  const { database, clock, logger, rateLimits, switches, vaulted } = platform;
  const repository = new CaseRepository(database);
  const access = new CaseAccessService(repository, keys);
  const readers = new ReadersService(keys, clock);
  const blobs = new BlobService({
    blobs: new BlobRepository(database),
    store: platform.blobs,
    access,
    readers,
    clock,
    logger,
  });
  const entries = new EntryService({
    entries: new EntryRepository(database),
    access,
    readers,
    keys,
    blobs,
    vaulted,
    clock,
    rateLimits,
    switches,
  });
  const grants = new GrantService({
    grants: new GrantRepository(database, platform.audit),
    access,
    keys,
    vaulted,
    clock,
    logger,
  });
  const verdicts = new GrantVerdictService({
    verdicts: new GrantVerdictRepository(database),
    access,
    keys,
    clock,
  });
  const cases = new CaseService(repository, access, keys, clock);
  return {
    cases,
    unreadableEntries: () => grants.unreadableEntries(),
    resolvers: [[CaseResolver, new CaseResolver(cases, grants)]],
    jobs: [
      { name: 'cases.unfinished-files', every: { cron: '23 * * * *' }, run: () => blobs.freeUnfinished() },
      // Rosters are published beside the server, so it looks for leavers by itself.
      { name: 'cases.leavers', every: { cron: '*/5 * * * *' }, atStart: true, run: () => grants.removeLeavers() },
    ],
    appRoutes: caseRoutes({ platform, entries, blobs, grants, verdicts }),
  };
}
