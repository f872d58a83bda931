import { Arg, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import type { HealthService } from './health.service.js';
import { Health, RetryMailSuccess } from './health.types.js';

@Resolver()
export class HealthResolver {
  constructor(private readonly service: HealthService) {}

  @Access('health.read')
  @Query(() => Health)
  async health(): Promise<Health> {
    return this.service.read();
  }

  @Access('health.retryMail')
  @Mutation(() => RetryMailSuccess, {
    description: 'Lets a mail that failed for good be tried again, from the beginning.',
  })
  async retryMail(@Arg('id', () => ID) id: string): Promise<RetryMailSuccess> {
    await this.service.retryMail(id);
    return { id };
  }
}
