import { Query, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import type { Config } from '../../platform/platform.types.js';
import { Service } from './service.types.js';

@Resolver()
export class ServiceResolver {
  constructor(private readonly config: Config) {}

  @Access('service.read')
  @Query(() => Service, { description: 'What a page must know about the service it belongs to.' })
  service(): Service {
    const { mode, siteOrigin, appOrigin, contactAddress } = this.config;
    return { demo: mode === 'demo', siteOrigin, appOrigin, contactAddress };
  }
}
