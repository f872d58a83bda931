import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import { toStatement } from './key.resolver.js';
import { SignedStatement } from './key.types.js';
import type { MemberKeyRecord, MemberKeyService } from './member-key.service.js';
import {
  MemberKeyInfo,
  StatementInput,
  StatementRefusedProblem,
  SuspendKeyResult,
  SuspendKeySuccess,
  VouchForKeyResult,
  VouchForKeySuccess,
} from './statement.types.js';
import type { SuspensionService } from './suspension.service.js';

/** What the people of the team sign about keys: suspensions, and whose key a member's is. */
@Resolver()
export class StatementResolver {
  constructor(
    private readonly suspensions: SuspensionService,
    private readonly memberKeys: MemberKeyService,
  ) {}

  @Access('keys.readSuspensions')
  @Query(() => [SignedStatement], { description: 'Suspensions that wait for a second signature.' })
  async suspensionRequests(): Promise<SignedStatement[]> {
    return (await this.suspensions.requests()).map(toStatement);
  }

  @Access('keys.suspend')
  @Mutation(() => SuspendKeyResult, {
    description: 'Stores a signed suspension: at once by the holder, or as the first or second signature of two.',
  })
  async suspendKey(
    @Arg('input', () => StatementInput) input: StatementInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SuspendKeyResult> {
    const outcome = await this.suspensions.suspend(viewerOf(context), input);
    if (outcome.kind === 'refused') return Object.assign(new StatementRefusedProblem(), { code: outcome.code });
    return Object.assign(new SuspendKeySuccess(), { effective: outcome.effective });
  }

  @Access('keys.readMemberKey')
  @Query(() => MemberKeyInfo, {
    description: 'Whose key this is: the word of the responders, and the claim of the server.',
  })
  async memberKey(
    @Arg('fingerprint', () => String) fingerprint: string,
    @Ctx() context: RequestContext,
  ): Promise<MemberKeyInfo> {
    return toInfo(await this.memberKeys.about(viewerOf(context), fingerprint));
  }

  @Access('keys.vouch')
  @Mutation(() => VouchForKeyResult, { description: 'Stores a signed statement about whose key this is.' })
  async vouchForKey(
    @Arg('input', () => StatementInput) input: StatementInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof VouchForKeyResult> {
    const outcome = await this.memberKeys.vouch(viewerOf(context), input);
    if (outcome.kind === 'refused') return Object.assign(new StatementRefusedProblem(), { code: outcome.code });
    return Object.assign(new VouchForKeySuccess(), { key: toInfo(outcome.key) });
  }
}

function toInfo({ accountId, fingerprint, displayName, organisation, statements }: MemberKeyRecord): MemberKeyInfo {
  return {
    accountId,
    fingerprint,
    displayName,
    organisation: organisation?.slug ?? null,
    organisationName: organisation?.name ?? null,
    statements: statements.map(toStatement),
  };
}
