import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { Clock } from '../../platform/platform.types.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { MembershipService } from './membership.service.js';
import type { OrganisationService } from './organisation.service.js';
import { DirectoryFilterInput, HandOverInput, SaveOrganisationInput, StandingInput } from './people-input.types.js';
import { toDirectoryEntry, toOwnOrganisation, toProfile, toResult } from './people-view.js';
import type { PeopleRepository } from './people.repository.js';
import { DirectoryEntry, OrganisationProfile, OwnOrganisation, PeopleResult } from './people.types.js';

@Resolver()
export class OrganisationResolver {
  constructor(
    private readonly organisationService: OrganisationService,
    private readonly memberships: MembershipService,
    private readonly people: Pick<PeopleRepository, 'names'>,
    private readonly clock: Clock,
  ) {}

  @Access('people.administer')
  @Query(() => [OrganisationProfile])
  async organisations(): Promise<readonly OrganisationProfile[]> {
    const records = await this.organisationService.list();
    const names = await this.#setters(records);
    return records.map((record) => toProfile(record, names));
  }

  @Access('directory.read')
  @Query(() => [DirectoryEntry])
  async directory(
    @Arg('filter', () => DirectoryFilterInput, { nullable: true }) filter: DirectoryFilterInput | null,
  ): Promise<readonly DirectoryEntry[]> {
    return (await this.organisationService.directory(filter)).map(toDirectoryEntry);
  }

  @Access('organisations.readMine')
  @Query(() => [OwnOrganisation])
  async myOrganisations(@Ctx() context: RequestContext): Promise<readonly OwnOrganisation[]> {
    const own = await this.organisationService.mine(viewerOf(context));
    const names = await this.#setters(own.map(({ organisation }) => organisation));
    return own.map((one) => toOwnOrganisation(one, names, this.clock.now()));
  }

  @Access('organisations.edit')
  @Mutation(() => PeopleResult, { description: 'A new one is for administrators; their own is for focal points too.' })
  async saveOrganisation(
    @Arg('input', () => SaveOrganisationInput) input: SaveOrganisationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.organisationService.save(viewerOf(context), input));
  }

  @Access('people.decide')
  @Mutation(() => PeopleResult)
  async setStanding(
    @Arg('input', () => StandingInput) { organisationId, standing }: StandingInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.organisationService.setStanding(viewerOf(context), organisationId, standing));
  }

  @Access('organisations.handOver')
  @Mutation(() => PeopleResult)
  async handOver(
    @Arg('input', () => HandOverInput) input: HandOverInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.memberships.handOver(viewerOf(context), input));
  }

  @Access('organisations.leave')
  @Mutation(() => PeopleResult)
  async leaveOrganisation(
    @Arg('organisationId', () => ID) organisationId: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.memberships.leave(viewerOf(context), organisationId));
  }

  @Access('organisations.endMembership')
  @Mutation(() => PeopleResult)
  async endColleague(
    @Arg('membershipId', () => ID) membershipId: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.memberships.endColleague(viewerOf(context), membershipId));
  }

  @Access('directory.list')
  @Mutation(() => PeopleResult, { description: 'Whether the viewer is named in the directory.' })
  async setListed(
    @Arg('listed', () => Boolean) listed: boolean,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.memberships.setListed(viewerOf(context), listed));
  }

  #setters(records: readonly { readonly standingSetById: string | null }[]): Promise<ReadonlyMap<string, string>> {
    return this.people.names(records.map(({ standingSetById }) => standingSetById).filter((id) => id !== null));
  }
}
