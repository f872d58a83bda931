import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { ReleaseRepository } from './release.repository.js';
import { addReleaseRoutes } from './release.routes.js';
import { ReleaseService } from './release.service.js';

/** @param manifestFile what the build wrote about itself */
export function createReleasesModule({ database }: Platform, manifestFile: string): ApiModule {
  const service = new ReleaseService(new ReleaseRepository(database), manifestFile);
  return {
    resolvers: [],
    siteRoutes: (server) => addReleaseRoutes(server, service),
    appRoutes: (server) => addReleaseRoutes(server, service),
  };
}
