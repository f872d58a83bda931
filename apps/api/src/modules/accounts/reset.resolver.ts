import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import { AppError } from '../../platform/errors.js';
import type { RequestContext } from '../../platform/viewer.js';
import { toFactorAttempt } from './factor-input.js';
import type { ResetOutcome, ResetService } from './reset.service.js';
import {
  LinkSpentProblem,
  RequestPasswordResetInput,
  RequestPasswordResetResult,
  ResetAsked,
  ResetDone,
  ResetFactorFailedProblem,
  ResetFactorRequired,
  ResetPasswordInput,
  ResetPasswordResult,
  WeakPasswordProblem,
} from './security.types.js';
import { TooManyAttemptsProblem } from './sign-in.types.js';

function answer(outcome: ResetOutcome): typeof ResetPasswordResult {
  switch (outcome.kind) {
    case 'done':
      return Object.assign(new ResetDone(), { done: true });
    case 'linkSpent':
      return Object.assign(new LinkSpentProblem(), { code: 'LINK_SPENT' });
    case 'weak':
      return Object.assign(new WeakPasswordProblem(), { code: outcome.fault });
    case 'secondFactor':
      return Object.assign(new ResetFactorRequired(), { factors: outcome.factors, passkey: outcome.passkey });
    case 'failed':
      return Object.assign(new ResetFactorFailedProblem(), { code: 'FACTOR_FAILED' });
    case 'tooMany':
      return Object.assign(new TooManyAttemptsProblem(), { retryAfterSeconds: outcome.retryAfterSeconds });
  }
}

@Resolver()
export class ResetResolver {
  constructor(private readonly resets: ResetService) {}

  @Access('session.recover')
  @Mutation(() => RequestPasswordResetResult)
  async requestPasswordReset(
    @Arg('input', () => RequestPasswordResetInput) input: RequestPasswordResetInput,
    @Ctx() { networkKey, origin, cookies }: RequestContext,
  ): Promise<typeof RequestPasswordResetResult> {
    if (origin !== 'app') throw new AppError('FORBIDDEN', 'origin');
    const retryAfterSeconds = await this.resets.request(input, { networkKey, deviceToken: cookies.device().token });
    if (retryAfterSeconds !== null) return Object.assign(new TooManyAttemptsProblem(), { retryAfterSeconds });
    return Object.assign(new ResetAsked(), { asked: true });
  }

  @Access('session.recover')
  @Mutation(() => ResetPasswordResult, { description: 'Opens no session, and nothing of any case.' })
  async resetPassword(
    @Arg('input', () => ResetPasswordInput) { token, password, factor }: ResetPasswordInput,
    @Ctx() { networkKey, origin }: RequestContext,
  ): Promise<typeof ResetPasswordResult> {
    if (origin !== 'app') throw new AppError('FORBIDDEN', 'origin');
    const attempt = factor ? toFactorAttempt(factor) : null;
    return answer(await this.resets.reset({ token, password, factor: attempt }, networkKey));
  }
}
