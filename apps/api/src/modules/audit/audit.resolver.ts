import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { AuditService } from './audit.service.js';
import {
  AuditChain,
  AuditExport,
  AuditExportResult,
  AuditExportTooLargeProblem,
  AuditFilterInput,
  AuditPage,
} from './audit.types.js';

@Resolver()
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Access('audit.read')
  @Query(() => AuditPage)
  async auditEntries(
    @Arg('filter', () => AuditFilterInput, { nullable: true }) filter: AuditFilterInput | null,
    @Arg('before', () => Int, { nullable: true }) before: number | null,
  ): Promise<AuditPage> {
    return this.audit.list(filter, before);
  }

  @Access('audit.read')
  @Query(() => AuditChain, { description: 'How far the log reaches, and whether it held when it was last read whole.' })
  async auditChain(): Promise<AuditChain> {
    return this.audit.chain();
  }

  @Access('audit.readMine')
  @Query(() => AuditPage, { description: 'What the viewer did, and what was done to their account.' })
  async myAuditEntries(
    @Arg('before', () => Int, { nullable: true }) before: number | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditPage> {
    return this.audit.listOwn(viewerOf(context), before);
  }

  @Access('audit.export')
  @Mutation(() => AuditExportResult, { description: 'A mutation, because it leaves a trace.' })
  async exportAudit(
    @Arg('filter', () => AuditFilterInput, { nullable: true }) filter: AuditFilterInput | null,
    @Ctx() context: RequestContext,
  ): Promise<typeof AuditExportResult> {
    const { kind, ...outcome } = await this.audit.export(viewerOf(context), filter);
    return Object.assign(kind === 'made' ? new AuditExport() : new AuditExportTooLargeProblem(), outcome);
  }
}
