import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import { AppError } from '../../platform/errors.js';
import type { RequestContext, Viewer } from '../../platform/viewer.js';
import type { AccountsService } from './accounts.service.js';
import {
  SignInFailedProblem,
  SignInInput,
  SignInResult,
  SignInSuccess,
  SignOutSuccess,
  TooManyAttemptsProblem,
  ViewerType,
} from './accounts.types.js';

function toViewerType({ accountId, displayName, language, roles, organisations }: Viewer): ViewerType {
  return { id: accountId, displayName, language, roles: [...roles].sort(), organisations };
}

@Resolver()
export class AccountsResolver {
  constructor(private readonly accounts: AccountsService) {}

  @Access('session.read')
  @Query(() => ViewerType, { nullable: true, description: 'Null when nobody is signed in.' })
  viewer(@Ctx() { viewer }: RequestContext): ViewerType | null {
    return viewer && toViewerType(viewer);
  }

  @Access('session.signIn')
  @Mutation(() => SignInResult)
  async signIn(
    @Arg('input', () => SignInInput) input: SignInInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SignInResult> {
    // The site knows no signed-in person: nothing it could set would ever be read there.
    if (context.origin !== 'app') throw new AppError('FORBIDDEN', 'origin');
    const { cookies, networkKey } = context;
    const outcome = await this.accounts.signIn(input, networkKey, cookies.sessionToken());
    switch (outcome.kind) {
      case 'failed':
        return Object.assign(new SignInFailedProblem(), { code: 'SIGN_IN_FAILED' });
      case 'tooMany':
        return Object.assign(new TooManyAttemptsProblem(), { retryAfterSeconds: outcome.retryAfterSeconds });
      case 'signedIn':
        cookies.setSession(outcome.token, outcome.expiresAt);
        return Object.assign(new SignInSuccess(), { viewer: toViewerType(outcome.viewer) });
    }
  }

  @Access('session.signOut')
  @Mutation(() => SignOutSuccess)
  async signOut(@Ctx() { cookies }: RequestContext): Promise<SignOutSuccess> {
    const token = cookies.sessionToken();
    if (token !== null) await this.accounts.signOut(token);
    cookies.clearSession();
    return { signedOut: true };
  }
}
