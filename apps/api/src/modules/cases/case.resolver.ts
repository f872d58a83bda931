import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import { MoveRefusedProblem } from '../../platform/move-refused.types.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { CaseService, CaseView, EntryView } from './case.service.js';
import { toSuccession } from '../keys/index.js';
import type { GrantService, MissingGrantsView } from './grant.service.js';
import { awaitsProof, hasFailed } from './served-grant.js';
import {
  type CaseEntry,
  CaseSummary,
  CaseThread,
  type GrantStatement,
  type LackingEntry,
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
    const { summary, entries, moves, successions } = await this.service.thread(viewerOf(context), id);
    return {
      summary: toSummary(summary),
      entries: entries.map(toEntry),
      successions: successions.map(toSuccession),
      moves: [...moves],
    };
  }

  @Access('cases.letIn')
  @Query(() => MissingGrants, { description: 'What others who may read it cannot open, and the viewer can.' })
  async missingGrants(
    @Arg('skip', () => Int, {
      defaultValue: 0,
      description: 'How many from the beginning to leave out: those that failed.',
    })
    skip: number,
    @Ctx() context: RequestContext,
  ): Promise<MissingGrants> {
    return toMissing(await this.grants.missing(viewerOf(context), skip));
  }

  @Access('cases.letIn')
  @Query(() => MissingGrants, { description: 'What an earlier key of the viewer’s opens and today’s does not yet.' })
  async entriesToMove(
    @Arg('from', () => String, { description: 'Fingerprint of the earlier key.' }) from: string,
    @Arg('skip', () => Int, { defaultValue: 0 }) skip: number,
    @Ctx() context: RequestContext,
  ): Promise<MissingGrants> {
    return toMissing(await this.grants.toMove(viewerOf(context), from, skip));
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

function toMissing({ total, entries }: MissingGrantsView): MissingGrants {
  const toLacking = ({ lacking, failed, ...entry }: MissingGrantsView['entries'][number]): LackingEntry => ({
    ...entry,
    lacking: [...lacking],
    failed: [...failed],
  });
  return { total, entries: entries.map(toLacking) };
}

function toEntry(entry: EntryView): CaseEntry {
  const { id, position, audience, rosterVersion, storedHour, authorName, authorIsTeam, size, grant, fileGrant, blob } =
    entry;
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
    grantAttempt: grant && grant.attempt,
    grantFailed: grant !== null && hasFailed(grant),
    grantAwaitsProof: grant !== null && awaitsProof(grant),
    grantStatement: grant && toStatement(grant),
    hash: Buffer.from(entry.seipdSha256).toString('hex'),
    blob: blob && {
      id: blob.id,
      chunkCount: blob.chunkCount,
      complete: blob.storedChunks === blob.chunkCount,
      grantFailed: fileGrant !== null && hasFailed(fileGrant),
      grantAwaitsProof: fileGrant !== null && awaitsProof(fileGrant),
    },
  };
}

function toStatement({ statement, statementSignature }: NonNullable<EntryView['grant']>): GrantStatement | null {
  if (statement === null || statementSignature === null) return null;
  return { bytes: Buffer.from(statement).toString('base64'), signature: statementSignature };
}
