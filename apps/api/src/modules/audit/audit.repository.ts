import { readAudit, readAuditHead, verifyAudit, type AuditFinding, type AuditVerdict } from '@sos/audit';
import type { Database, Prisma } from '@sos/database';
import type { AuditHead } from '@sos/domain';

import type { AuditFilter } from './audit-input.js';

export interface AuditRow {
  readonly sequence: number;
  readonly at: Date;
  readonly event: string;
  readonly actorId: string | null;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly facts: Prisma.JsonValue;
  readonly hash: Uint8Array;
}

export interface AuditCheckRecord {
  readonly at: Date;
  readonly sequence: number;
  readonly findings: number;
}

/** Names by id. */
export type Names = ReadonlyMap<string, string>;

/** A part of a name that so many accounts have is no filter. */
const MOST_NAMED = 200;
const ONE = 1;

/** What an entry is filtered by, once names have become ids. */
export interface AuditWhere extends Omit<AuditFilter, 'actor'> {
  readonly actorIds: readonly string[] | null;
}

function whereOf({ group, actorIds, subject, from, to }: AuditWhere): Prisma.AuditEntryWhereInput {
  return {
    ...(group ? { event: { startsWith: `${group}.` } } : {}),
    ...(actorIds ? { actorId: { in: [...actorIds] } } : {}),
    ...(subject ? { subject } : {}),
    at: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) },
  };
}

/** Reads the log. Writing is the platform's. */
export class AuditRepository {
  readonly #prisma: Database['prisma'];

  constructor(private readonly database: Database) {
    this.#prisma = database.prisma;
  }

  /** Newest first, below a number. */
  list(where: AuditWhere, before: number | null, take: number): Promise<readonly AuditRow[]> {
    return this.#below(whereOf(where), before, take);
  }

  /** What the account did, and what was done to it. */
  async listOf(accountId: string, before: number | null, take: number): Promise<readonly AuditRow[]> {
    const memberships = await this.#prisma.membership.findMany({ where: { accountId }, select: { id: true } });
    const own: Prisma.AuditEntryWhereInput[] = [
      { actorId: accountId },
      { subject: 'account', subjectId: accountId },
      { subject: 'membership', subjectId: { in: memberships.map(({ id }) => id) } },
    ];
    return this.#below({ OR: own }, before, take);
  }

  count(where: AuditWhere, until: number): Promise<number> {
    return this.#prisma.auditEntry.count({ where: { ...whereOf(where), sequence: { lte: until } } });
  }

  head(): Promise<AuditHead | null> {
    return readAuditHead(this.database);
  }

  verify(heads: readonly AuditHead[], onFinding: (finding: AuditFinding) => void): Promise<AuditVerdict> {
    return verifyAudit(readAudit(this.database), { heads, onFinding });
  }

  async saveCheck(check: AuditCheckRecord): Promise<void> {
    await this.#prisma.auditCheck.upsert({ where: { id: ONE }, create: { id: ONE, ...check }, update: check });
  }

  findCheck(): Promise<AuditCheckRecord | null> {
    return this.#prisma.auditCheck.findUnique({ where: { id: ONE } });
  }

  async accountsNamed(part: string): Promise<readonly string[]> {
    const rows = await this.#prisma.account.findMany({
      where: { displayName: { contains: part, mode: 'insensitive' } },
      select: { id: true },
      take: MOST_NAMED,
    });
    return rows.map(({ id }) => id);
  }

  async accountNames(ids: readonly string[]): Promise<Names> {
    const rows = await this.#prisma.account.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, displayName: true },
    });
    return new Map(rows.map(({ id, displayName }) => [id, displayName]));
  }

  async membershipNames(ids: readonly string[]): Promise<Names> {
    const rows = await this.#prisma.membership.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, account: { select: { displayName: true } } },
    });
    return new Map(rows.map(({ id, account }) => [id, account.displayName]));
  }

  async organisationNames(ids: readonly string[]): Promise<Names> {
    const rows = await this.#prisma.organisation.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true },
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  #below(where: Prisma.AuditEntryWhereInput, before: number | null, take: number): Promise<readonly AuditRow[]> {
    return this.#prisma.auditEntry.findMany({
      where: before === null ? where : { AND: [where, { sequence: { lt: before } }] },
      orderBy: { sequence: 'desc' },
      take,
    });
  }
}
