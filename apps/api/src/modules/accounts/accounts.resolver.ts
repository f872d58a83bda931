import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import { AppError } from '../../platform/errors.js';
import type { RequestContext } from '../../platform/viewer.js';
import { toViewerType, ViewerType } from './accounts.types.js';
import { toFactorAttempt } from './factor-input.js';
import type { ProofService } from './proof.service.js';
import type { Caller, SignInOutcome, SignInService } from './sign-in.service.js';
import {
  ConfirmSignInInput,
  ProofFailedProblem,
  ProofRequestType,
  ProveInput,
  ProveResult,
  ProveSuccess,
  SecondFactorRequired,
  SignInFailedProblem,
  SignInInput,
  SignInResult,
  SignInSuccess,
  SignOutSuccess,
  StartAgainProblem,
  StartPasskeyResult,
  TooManyAttemptsProblem,
} from './sign-in.types.js';

/** The site knows no signed-in person: nothing it could set would ever be read there. */
function callerOn({ origin, networkKey, cookies }: RequestContext): Caller {
  if (origin !== 'app') throw new AppError('FORBIDDEN', 'origin');
  return { networkKey, device: cookies.device(), replaces: cookies.sessionToken() };
}

function answer(outcome: SignInOutcome, { cookies }: RequestContext): typeof SignInResult {
  switch (outcome.kind) {
    case 'failed':
      return Object.assign(new SignInFailedProblem(), { code: 'SIGN_IN_FAILED' });
    case 'startAgain':
      return Object.assign(new StartAgainProblem(), { code: 'START_AGAIN' });
    case 'tooMany':
      return Object.assign(new TooManyAttemptsProblem(), { retryAfterSeconds: outcome.retryAfterSeconds });
    case 'secondFactor':
      return Object.assign(new SecondFactorRequired(), { ticket: outcome.ticket, factors: outcome.factors });
    case 'signedIn':
      cookies.setSession(outcome.session);
      return Object.assign(new SignInSuccess(), { viewer: toViewerType(outcome.viewer) });
  }
}

@Resolver()
export class AccountsResolver {
  constructor(
    private readonly signIns: SignInService,
    private readonly proofs: ProofService,
  ) {}

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
    return answer(await this.signIns.signIn(input, callerOn(context)), context);
  }

  @Access('session.signIn')
  @Mutation(() => StartPasskeyResult, { description: 'Without a ticket the answer is the same for everybody.' })
  async startPasskey(
    @Arg('ticket', () => String, { nullable: true }) ticket: string | null,
    @Ctx() context: RequestContext,
  ): Promise<typeof StartPasskeyResult> {
    const { networkKey } = callerOn(context);
    const request = await this.signIns.requestPasskey(ticket ?? null, networkKey);
    return request ?? Object.assign(new StartAgainProblem(), { code: 'START_AGAIN' });
  }

  @Access('session.signIn')
  @Mutation(() => SignInResult, { description: 'The second step, or a passkey by itself.' })
  async confirmSignIn(
    @Arg('input', () => ConfirmSignInInput) { ticket, factor }: ConfirmSignInInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SignInResult> {
    const outcome = await this.signIns.confirm(ticket ?? null, toFactorAttempt(factor), callerOn(context));
    return answer(outcome, context);
  }

  @Access('session.signOut')
  @Mutation(() => SignOutSuccess)
  async signOut(@Ctx() { cookies }: RequestContext): Promise<SignOutSuccess> {
    const token = cookies.sessionToken();
    if (token !== null) await this.signIns.signOut(token);
    cookies.clearSession();
    return { signedOut: true };
  }

  @Access('session.prove')
  @Mutation(() => ProofRequestType, { description: 'With what this account shows that it is its owner.' })
  async startProof(@Ctx() context: RequestContext): Promise<ProofRequestType> {
    return this.proofs.request(viewerOf(context), context.networkKey);
  }

  @Access('session.prove')
  @Mutation(() => ProveResult, { description: 'For some minutes dangerous operations are possible again.' })
  async proveItIsMe(
    @Arg('input', () => ProveInput) { password, factor }: ProveInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ProveResult> {
    const viewer = viewerOf(context);
    const attempt = { password: password ?? null, factor: factor ? toFactorAttempt(factor) : null };
    const outcome = await this.proofs.prove(viewer, attempt, context.networkKey);
    switch (outcome.kind) {
      case 'proven':
        return Object.assign(new ProveSuccess(), { viewerId: viewer.accountId });
      case 'tooMany':
        return Object.assign(new TooManyAttemptsProblem(), { retryAfterSeconds: outcome.retryAfterSeconds });
      case 'failed':
        return Object.assign(new ProofFailedProblem(), { code: 'PROOF_FAILED' });
    }
  }
}
