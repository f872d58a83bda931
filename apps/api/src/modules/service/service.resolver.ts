import { Query, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import type { ServiceService } from './service.service.js';
import { Service, ServiceNotices } from './service.types.js';

@Resolver()
export class ServiceResolver {
  constructor(private readonly facts: ServiceService) {}

  @Access('service.read')
  @Query(() => Service, { description: 'What a page must know about the service it belongs to.' })
  async service(): Promise<Service> {
    return this.facts.read();
  }

  @Access('service.readNotices')
  @Query(() => ServiceNotices)
  async serviceNotices(): Promise<ServiceNotices> {
    return this.facts.notices();
  }
}
