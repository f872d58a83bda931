import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import { AccountStatusInput, ChangeRolesInput, PeopleFilterInput } from './people-input.types.js';
import { toPerson, toResult } from './people-view.js';
import type { PeopleService } from './people.service.js';
import { PeopleList, PeopleResult, Proposal } from './people.types.js';
import type { ProposalService } from './proposal.service.js';

@Resolver()
export class PeopleResolver {
  constructor(
    private readonly administration: PeopleService,
    private readonly proposalService: ProposalService,
  ) {}

  @Access('people.administer')
  @Query(() => PeopleList)
  async people(
    @Arg('filter', () => PeopleFilterInput, { nullable: true }) filter: PeopleFilterInput | null,
  ): Promise<PeopleList> {
    const { total, people } = await this.administration.list(filter);
    return { total, people: people.map(toPerson) };
  }

  @Access('people.administer')
  @Query(() => [Proposal], { description: 'Open ones, and those of the last 30 days.' })
  async proposals(@Ctx() context: RequestContext): Promise<readonly Proposal[]> {
    return this.proposalService.list(viewerOf(context));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult)
  async changeRoles(
    @Arg('input', () => ChangeRolesInput) input: ChangeRolesInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.administration.changeRoles(viewerOf(context), input));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult)
  async endMembership(
    @Arg('membershipId', () => ID) membershipId: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.administration.endMembership(viewerOf(context), membershipId));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult)
  async suspendAccount(
    @Arg('input', () => AccountStatusInput) { accountId, reason }: AccountStatusInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.administration.suspend(viewerOf(context), accountId, reason));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult)
  async restoreAccount(
    @Arg('input', () => AccountStatusInput) { accountId, reason }: AccountStatusInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.administration.restore(viewerOf(context), accountId, reason));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult)
  async approveProposal(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<typeof PeopleResult> {
    return toResult(await this.proposalService.approve(viewerOf(context), id));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult, { description: 'Also takes back what one proposed oneself.' })
  async refuseProposal(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<typeof PeopleResult> {
    return toResult(await this.proposalService.refuse(viewerOf(context), id));
  }
}
