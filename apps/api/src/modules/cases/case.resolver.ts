import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import { MoveRefusedProblem } from '../../platform/move-refused.types.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { CaseService, CaseView, EntryView } from './case.service.js';
import type { GrantService } from './grant.service.js';
import {
  type CaseEntry,
  CaseSummary,
  CaseThread,
  type GrantStatement,
  MissingGrants,
  TriageCaseInput,
  TriageCaseResult,
  TriageCaseSuccess,
} from './case.types.js';

@Resolver()
export class CaseResolver {
  constructor(
    private readonly service: CaseService,
    private readonly grants: GrantService,
  ) {}

  @Access('cases.readMine')
  @Query(() => [CaseSummary])
  async myCases(@Ctx() context: RequestContext): Promise<CaseSummary[]> {
    return (await this.service.mine(viewerOf(context))).map(toSummary);
  }

  @Access('cases.readInbox')
  @Query(() => [CaseSummary])
  async inbox(@Ctx() context: RequestContext): Promise<CaseSummary[]> {
    return (await this.service.inbox(viewerOf(context))).map(toSummary);
  }

  @Access('cases.read')
  @Query(() => CaseThread, { description: 'Every entry and file of one case, without the bytes.' })
  async case(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<CaseThread> {
    const { summary, entries, moves } = await this.service.thread(viewerOf(context), id);
    return { summary: toSummary(summary), entries: entries.map(toEntry), moves: [...moves] };
  }

  @Access('cases.letIn')
  @Query(() => MissingGrants, { description: 'What colleagues who joined later cannot read yet.' })
  async missingGrants(
    @Arg('skip', () => Int, {
      defaultValue: 0,
      description: 'How many from the beginning to leave out: those that failed.',
    })
    skip: number,
    @Ctx() context: RequestContext,
  ): Promise<MissingGrants> {
    const { total, entries } = await this.grants.missing(viewerOf(context), skip);
    return { total, entries: entries.map((entry) => ({ ...entry, lacking: [...entry.lacking] })) };
  }

  @Access('cases.triage')
  @Mutation(() => TriageCaseResult)
  async triageCase(
    @Arg('input', () => TriageCaseInput) input: TriageCaseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof TriageCaseResult> {
    const outcome = await this.service.triage(viewerOf(context), input);
    switch (outcome.kind) {
      case 'changed':
        return Object.assign(new TriageCaseSuccess(), { case: toSummary(outcome.view) });
      case 'refused':
        return Object.assign(new MoveRefusedProblem(), { code: outcome.code });
    }
  }
}

function toSummary({ record, assignee, ...view }: CaseView): CaseSummary {
  const { id, status, severity, language, openedHour } = record;
  return { ...view, id, status, severity, language, openedHour, assignee: assignee && { ...assignee } };
}

function toEntry(entry: EntryView): CaseEntry {
  const { id, position, audience, rosterVersion, storedHour, authorName, authorIsTeam, size, grant, blob } = entry;
  return {
    id,
    position,
    audience,
    rosterVersion,
    storedHour,
    authorName,
    authorIsTeam,
    size,
    granted: grant !== null,
    grantStatement: grant && toStatement(grant),
    hash: Buffer.from(entry.seipdSha256).toString('hex'),
    blob: blob && { id: blob.id, chunkCount: blob.chunkCount, complete: blob.storedChunks === blob.chunkCount },
  };
}

function toStatement({ statement, statementSignature }: NonNullable<EntryView['grant']>): GrantStatement | null {
  if (statement === null || statementSignature === null) return null;
  return { bytes: Buffer.from(statement).toString('base64'), signature: statementSignature };
}
