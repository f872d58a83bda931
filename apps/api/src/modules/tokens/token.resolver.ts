import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { TokenRecord } from './token.repository.js';
import type { TokenService } from './token.service.js';
import {
  AccessToken,
  IssueTokenInput,
  IssueTokenResult,
  IssueTokenSuccess,
  RevokeTokenSuccess,
  TokenRefusedProblem,
} from './token.types.js';

function toAccessToken({ membership, lastUsedOn, ...columns }: TokenRecord): AccessToken {
  const { organisation } = membership;
  return { ...columns, organisation, lastUsedOn: lastUsedOn?.toISOString().slice(0, 10) ?? null };
}

@Resolver()
export class TokenResolver {
  constructor(private readonly tokens: TokenService) {}

  @Access('tokens.read')
  @Query(() => [AccessToken], { description: "The viewer's tokens that still open something, newest first." })
  async myTokens(@Ctx() context: RequestContext): Promise<AccessToken[]> {
    return (await this.tokens.list(viewerOf(context))).map(toAccessToken);
  }

  @Access('tokens.issue')
  @Mutation(() => IssueTokenResult)
  async issueToken(
    @Arg('input', () => IssueTokenInput) input: IssueTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof IssueTokenResult> {
    const outcome = await this.tokens.issue(viewerOf(context), input);
    if (outcome.kind === 'refused') return Object.assign(new TokenRefusedProblem(), { code: outcome.code });
    const { secret, token } = outcome;
    return Object.assign(new IssueTokenSuccess(), { secret, token: toAccessToken(token) });
  }

  @Access('tokens.revoke')
  @Mutation(() => RevokeTokenSuccess)
  async revokeToken(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<RevokeTokenSuccess> {
    await this.tokens.revoke(viewerOf(context), id);
    return { id };
  }
}
