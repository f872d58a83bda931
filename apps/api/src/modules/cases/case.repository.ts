import type { Database } from '@sos/database';
import type { Audience, CaseStatus, Severity } from '@sos/domain';

import { JUDGED, type JudgedGrant } from './served-grant.js';

export interface CaseRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly severity: Severity | null;
  readonly status: CaseStatus;
  readonly language: string;
  readonly assigneeId: string | null;
  readonly openedHour: Date;
  readonly changedHour: Date;
  readonly participants: readonly { readonly accountId: string; readonly encryptionSubkeyId: string }[];
  /** Enough of every entry and file to count what the viewer may see. */
  readonly entries: readonly { readonly audience: Audience; readonly storedHour: Date }[];
  readonly blobs: readonly { readonly audience: Audience }[];
}

export interface EntryGrant extends JudgedGrant {
  readonly statement: Uint8Array | null;
}

export interface EntryRecord {
  readonly id: string;
  readonly position: number;
  readonly audience: Audience;
  readonly rosterVersion: number;
  readonly authorId: string;
  readonly seipdSha256: Uint8Array;
  readonly size: number;
  readonly storedHour: Date;
  readonly grants: readonly EntryGrant[];
  readonly blob: {
    readonly id: string;
    readonly chunkCount: number;
    readonly storedChunks: number;
    readonly grants: readonly JudgedGrant[];
  } | null;
}

export interface CaseChange {
  readonly status?: CaseStatus | undefined;
  readonly severity?: Severity | undefined;
  readonly assigneeId?: string | null | undefined;
  readonly changedHour: Date;
}

const SUMMARY = {
  participants: { select: { accountId: true, encryptionSubkeyId: true } },
  entries: { select: { audience: true, storedHour: true } },
  blobs: { select: { audience: true } },
} as const;

/** What lists, threads and triage read and write. Ciphertext is not among it. */
export class CaseRepository {
  readonly #prisma: Database['prisma'];
  readonly #database: Database;

  constructor(database: Database) {
    this.#prisma = database.prisma;
    this.#database = database;
  }

  find(caseId: string): Promise<CaseRecord | null> {
    return this.#prisma.case.findUnique({ where: { id: caseId }, include: SUMMARY });
  }

  findOfParticipant(accountId: string): Promise<readonly CaseRecord[]> {
    return this.#prisma.case.findMany({
      where: { participants: { some: { accountId } } },
      include: SUMMARY,
    });
  }

  findGrantedTo(encryptionSubkeyId: string): Promise<readonly CaseRecord[]> {
    return this.#prisma.case.findMany({
      where: { entries: { some: { grants: { some: { encryptionSubkeyId } } } } },
      include: SUMMARY,
    });
  }

  async hasGrant(caseId: string, subkeyIds: readonly string[]): Promise<boolean> {
    const grant = await this.#prisma.grant.findFirst({
      where: { encryptionSubkeyId: { in: [...subkeyIds] }, entry: { caseId } },
      select: { id: true },
    });
    return grant !== null;
  }

  async findEntries(caseId: string): Promise<readonly EntryRecord[]> {
    const [rows, sizes] = await Promise.all([
      this.#prisma.entry.findMany({
        where: { caseId },
        orderBy: { position: 'asc' },
        omit: { seipd: true },
        include: {
          grants: { select: { ...JUDGED, statement: true } },
          blob: {
            select: { id: true, chunkCount: true, grants: { select: JUDGED }, _count: { select: { chunks: true } } },
          },
        },
      }),
      this.#database.sql`SELECT "id", length("seipd") AS "size" FROM "Entry" WHERE "caseId" = ${caseId}::uuid`,
    ]);
    const sizeOf = new Map(sizes.map((row) => [row['id'], Number(row['size'])]));
    return rows.map(({ blob, ...entry }) => ({
      ...entry,
      size: sizeOf.get(entry.id) ?? 0,
      blob: blob && {
        id: blob.id,
        chunkCount: blob.chunkCount,
        storedChunks: blob._count.chunks,
        grants: blob.grants,
      },
    }));
  }

  async findNames(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#prisma.account.findMany({
      where: { id: { in: [...new Set(accountIds)] } },
      select: { id: true, displayName: true },
    });
    return new Map(rows.map(({ id, displayName }) => [id, displayName]));
  }

  /** @returns false when somebody else moved the case first. */
  async change(
    caseId: string,
    seen: CaseStatus,
    { status, severity, assigneeId, changedHour }: CaseChange,
  ): Promise<boolean> {
    const { count } = await this.#prisma.case.updateMany({
      where: { id: caseId, status: seen },
      data: {
        changedHour,
        ...(status === undefined ? {} : { status }),
        ...(severity === undefined ? {} : { severity }),
        ...(assigneeId === undefined ? {} : { assigneeId }),
      },
    });
    return count > 0;
  }
}
