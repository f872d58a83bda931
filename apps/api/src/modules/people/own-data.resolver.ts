import { Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { OwnDataService } from './own-data.service.js';
import { toResult } from './people-view.js';
import { OwnData, OwnDataExport, PeopleResult } from './people.types.js';

@Resolver()
export class OwnDataResolver {
  constructor(private readonly data: OwnDataService) {}

  @Access('account.readData')
  @Query(() => OwnData)
  async myData(@Ctx() context: RequestContext): Promise<OwnData> {
    return this.data.state(viewerOf(context));
  }

  @Access('account.export')
  @Mutation(() => OwnDataExport, {
    description: 'Everything held about the account. A mutation, because it leaves a trace.',
  })
  async exportMyData(@Ctx() context: RequestContext): Promise<OwnDataExport> {
    return { content: await this.data.export(viewerOf(context)) };
  }

  @Access('account.erase')
  @Mutation(() => PeopleResult)
  async askErasure(@Ctx() context: RequestContext): Promise<typeof PeopleResult> {
    return toResult(await this.data.askErasure(viewerOf(context)));
  }

  @Access('account.keep')
  @Mutation(() => PeopleResult)
  async keepAccount(@Ctx() context: RequestContext): Promise<typeof PeopleResult> {
    return toResult(await this.data.keep(viewerOf(context)));
  }
}
