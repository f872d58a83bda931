import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import { AppError } from '../../platform/errors.js';
import type { Clock } from '../../platform/platform.types.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { AcceptanceService } from './acceptance.service.js';
import type { InvitationService } from './invitation.service.js';
import { AcceptInvitationInput, InviteColleagueInput, InvitePersonInput } from './people-input.types.js';
import { toInvitation, toResult } from './people-view.js';
import {
  InvitationResult,
  InvitationSummary,
  OpenInvitation,
  PeopleRefusedProblem,
  PeopleResult,
} from './people.types.js';

@Resolver()
export class InvitationResolver {
  constructor(
    private readonly invitationService: InvitationService,
    private readonly acceptance: AcceptanceService,
    private readonly clock: Clock,
  ) {}

  @Access('people.administer')
  @Query(() => [InvitationSummary])
  async invitations(): Promise<readonly InvitationSummary[]> {
    const pending = await this.invitationService.pending();
    return pending.map((record) => toInvitation(record, this.clock.now()));
  }

  @Access('invitations.read')
  @Query(() => InvitationResult, { description: 'For whoever holds the link.' })
  async invitation(
    @Arg('token', () => String) token: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof InvitationResult> {
    const view = await this.acceptance.read(token, onlyOnApp(context).networkKey);
    return view.kind === 'open'
      ? Object.assign(new OpenInvitation(), view)
      : Object.assign(new PeopleRefusedProblem(), { code: view.code });
  }

  @Access('invitations.accept')
  @Mutation(() => PeopleResult, { description: 'Makes the account. Signing in comes after.' })
  async acceptInvitation(
    @Arg('input', () => AcceptInvitationInput) input: AcceptInvitationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.acceptance.accept(input, onlyOnApp(context).networkKey));
  }

  @Access('invitations.join')
  @Mutation(() => PeopleResult, {
    description: 'A further membership for whoever is signed in with the invited address.',
  })
  async joinOrganisation(
    @Arg('token', () => String) token: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.acceptance.join(viewerOf(context), token));
  }

  @Access('people.invite')
  @Mutation(() => PeopleResult)
  async invitePerson(
    @Arg('input', () => InvitePersonInput) input: InvitePersonInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.invitationService.invite(viewerOf(context), input));
  }

  @Access('organisations.invite')
  @Mutation(() => PeopleResult)
  async inviteColleague(
    @Arg('input', () => InviteColleagueInput) { roles, ...input }: InviteColleagueInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    const wanted = { ...input, roles: roles ?? ['member'] };
    return toResult(await this.invitationService.inviteColleague(viewerOf(context), wanted));
  }

  @Access('organisations.withdrawInvitation')
  @Mutation(() => PeopleResult)
  async resendInvitation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.invitationService.resend(viewerOf(context), id));
  }

  @Access('organisations.withdrawInvitation')
  @Mutation(() => PeopleResult)
  async revokeInvitation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof PeopleResult> {
    return toResult(await this.invitationService.revoke(viewerOf(context), id));
  }
}

/** The site knows nobody, and its pages show other people's words: no account begins there. */
function onlyOnApp(context: RequestContext): RequestContext {
  if (context.origin !== 'app') throw new AppError('FORBIDDEN', 'origin');
  return context;
}
