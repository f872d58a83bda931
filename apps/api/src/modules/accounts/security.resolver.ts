import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext, Viewer } from '../../platform/viewer.js';
import type { AddFactorFault, SecurityService } from './security.service.js';
import {
  AddFactorResult,
  AddPasskeyInput,
  AddTotpInput,
  ChangePasswordInput,
  ChangePasswordResult,
  FactorRefusedProblem,
  LastFactorProblem,
  RecoveryCodes,
  RemoveFactorResult,
  Security,
  SecurityChanged,
  TotpEnrolment,
  WeakPasswordProblem,
} from './security.types.js';
import { PasskeyRequestType, SignOutSuccess } from './sign-in.types.js';

@Resolver()
export class SecurityResolver {
  constructor(private readonly securities: SecurityService) {}

  @Access('credentials.read')
  @Query(() => Security)
  async security(@Ctx() context: RequestContext): Promise<Security> {
    return this.securities.view(viewerOf(context));
  }

  @Access('credentials.add')
  @Mutation(() => PasskeyRequestType)
  async startPasskeyRegistration(@Ctx() context: RequestContext): Promise<PasskeyRequestType> {
    return this.securities.requestNewPasskey(viewerOf(context));
  }

  @Access('credentials.add')
  @Mutation(() => AddFactorResult)
  async addPasskey(
    @Arg('input', () => AddPasskeyInput) input: AddPasskeyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AddFactorResult> {
    const viewer = viewerOf(context);
    return this.added(viewer, await this.securities.addPasskey(viewer, input));
  }

  @Access('credentials.add')
  @Mutation(() => TotpEnrolment)
  async startTotp(@Ctx() context: RequestContext): Promise<TotpEnrolment> {
    return this.securities.requestTotp(viewerOf(context));
  }

  @Access('credentials.add')
  @Mutation(() => AddFactorResult, { description: 'In place of the app that was there before.' })
  async addTotp(
    @Arg('input', () => AddTotpInput) input: AddTotpInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AddFactorResult> {
    const viewer = viewerOf(context);
    return this.added(viewer, await this.securities.addTotp(viewer, input));
  }

  @Access('credentials.add')
  @Mutation(() => RecoveryCodes, { description: 'Those of before are void.' })
  async makeRecoveryCodes(@Ctx() context: RequestContext): Promise<RecoveryCodes> {
    return { codes: await this.securities.makeRecoveryCodes(viewerOf(context)) };
  }

  @Access('credentials.change')
  @Mutation(() => RemoveFactorResult)
  async removeFactor(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<typeof RemoveFactorResult> {
    const viewer = viewerOf(context);
    if (await this.securities.removeFactor(viewer, id)) return this.changed(viewer);
    return Object.assign(new LastFactorProblem(), { code: 'LAST_FACTOR' });
  }

  @Access('credentials.change')
  @Mutation(() => ChangePasswordResult, { description: 'Every other session of the account ends.' })
  async changePassword(
    @Arg('input', () => ChangePasswordInput) { password }: ChangePasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ChangePasswordResult> {
    const viewer = viewerOf(context);
    const code = await this.securities.changePassword(viewer, password);
    return code === null ? this.changed(viewer) : Object.assign(new WeakPasswordProblem(), { code });
  }

  @Access('session.revoke')
  @Mutation(() => SecurityChanged)
  async revokeSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<SecurityChanged> {
    const viewer = viewerOf(context);
    await this.securities.revokeSession(viewer, id);
    return this.changed(viewer);
  }

  @Access('session.revoke')
  @Mutation(() => SignOutSuccess, { description: 'This session too.' })
  async signOutEverywhere(@Ctx() context: RequestContext): Promise<SignOutSuccess> {
    await this.securities.signOutEverywhere(viewerOf(context));
    context.cookies.clearSession();
    return { signedOut: true };
  }

  private async added(viewer: Viewer, code: AddFactorFault | null): Promise<typeof AddFactorResult> {
    return code === null ? this.changed(viewer) : Object.assign(new FactorRefusedProblem(), { code });
  }

  private async changed(viewer: Viewer): Promise<SecurityChanged> {
    return Object.assign(new SecurityChanged(), { security: await this.securities.view(viewer) });
  }
}
