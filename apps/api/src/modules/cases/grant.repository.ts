import type { Database } from '@sos/database';
import type { Audience } from '@sos/domain';

import type { Audit, DatabaseTransaction } from '../../platform/platform.types.js';
import { copy } from './entry.repository.js';

export interface LackingEntry {
  readonly entryId: string;
  readonly caseId: string;
  readonly blobId: string | null;
  /** Subkey ids that hold a grant on it. */
  readonly subkeyIds: readonly string[];
}

export interface GrantTarget {
  readonly caseId: string;
  readonly audience: Audience;
  readonly seipdSha256: Uint8Array;
  readonly blobId: string | null;
  readonly subkeyIds: readonly string[];
}

export interface LaterGrantRecord {
  readonly subject: 'entry' | 'file';
  readonly encryptionSubkeyId: string;
  readonly pkesk: Uint8Array;
  readonly statement: Uint8Array;
  readonly signature: string;
}

export interface LettingIn {
  readonly entryId: string;
  readonly blobId: string | null;
  readonly grants: readonly LaterGrantRecord[];
  readonly storedHour: Date;
  readonly writerId: string;
  /** Names the case in the audit without leading back to it once it is deleted. */
  readonly caseHash: string;
}

/** Grants that are added after an entry was written, and those that are taken away. */
export class GrantRepository {
  readonly #database: Database;
  readonly #audit: Audit;

  constructor(database: Database, audit: Audit) {
    this.#database = database;
    this.#audit = audit;
  }

  async findTarget(entryId: string): Promise<GrantTarget | null> {
    const entry = await this.#database.prisma.entry.findUnique({
      where: { id: entryId },
      select: {
        caseId: true,
        audience: true,
        seipdSha256: true,
        blob: { select: { id: true } },
        grants: { select: { encryptionSubkeyId: true } },
      },
    });
    if (!entry) return null;
    const { blob, grants, ...target } = entry;
    return { ...target, blobId: blob?.id ?? null, subkeyIds: grants.map((grant) => grant.encryptionSubkeyId) };
  }

  /**
   * Entries that one reader can open and not all of `readers` can, case by case, each case's oldest first.
   * @returns `most` of them after the first `skip`, and how many there are; none when `skip` leaves none.
   */
  async findLacking(
    ownSubkeyId: string,
    readers: readonly string[],
    audiences: readonly Audience[],
    { skip, most }: { readonly skip: number; readonly most: number },
  ): Promise<{ readonly total: number; readonly entries: readonly LackingEntry[] }> {
    const rows = await this.#database.sql`
      SELECT e."id", e."caseId", b."id" AS "blobId", array_agg(g."encryptionSubkeyId") AS "subkeyIds", count(*) OVER () AS "total"
      FROM "Entry" e
      JOIN "Grant" own ON own."entryId" = e."id" AND own."encryptionSubkeyId" = ${ownSubkeyId}
      JOIN "Grant" g ON g."entryId" = e."id"
      LEFT JOIN "Blob" b ON b."entryId" = e."id"
      WHERE e."audience"::text = ANY(${audiences}::text[])
      GROUP BY e."id", b."id"
      HAVING count(*) FILTER (WHERE g."encryptionSubkeyId" = ANY(${readers}::text[])) < ${readers.length}
      ORDER BY e."caseId", e."position"
      LIMIT ${most} OFFSET ${skip}`;
    return {
      total: Number(rows[0]?.['total'] ?? 0),
      entries: rows.map((row) => ({
        entryId: String(row['id']),
        caseId: String(row['caseId']),
        blobId: typeof row['blobId'] === 'string' ? row['blobId'] : null,
        // text[] comes as an array from both drivers.
        subkeyIds: row['subkeyIds'] as readonly string[],
      })),
    };
  }

  /** Adds what is not there yet: of two colleagues at once the first counts, and nothing is ever replaced. @returns how many were added. */
  async add(lettingIn: LettingIn): Promise<number> {
    return this.#database.prisma.$transaction((tx) => this.#addIn(tx, lettingIn));
  }

  /** Takes away every grant to these subkeys. @returns how many. */
  async remove(subkeyIds: readonly string[], rosterVersion: number): Promise<number> {
    return this.#database.prisma.$transaction(async (tx) => {
      const { count } = await tx.grant.deleteMany({ where: { encryptionSubkeyId: { in: [...subkeyIds] } } });
      if (count === 0) return 0;
      const facts = { count: String(count), roster: String(rosterVersion) };
      await this.#audit.record(
        { event: 'case.grantsRemoved', actorId: null, subject: 'roster', subjectId: String(rosterVersion), facts },
        tx,
      );
      return count;
    });
  }

  /** Of these subkeys, those no case names as its own people's. */
  async withoutParticipants(subkeyIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database.prisma.caseParticipant.findMany({
      where: { encryptionSubkeyId: { in: [...subkeyIds] } },
      select: { encryptionSubkeyId: true },
    });
    const kept = new Set(rows.map(({ encryptionSubkeyId }) => encryptionSubkeyId));
    return subkeyIds.filter((id) => !kept.has(id));
  }

  async #addIn(tx: DatabaseTransaction, lettingIn: LettingIn): Promise<number> {
    const { entryId, blobId, grants, storedHour, writerId, caseHash } = lettingIn;
    const data = grants.map(({ subject, encryptionSubkeyId, pkesk, statement, signature }) => ({
      ...(subject === 'entry' ? { entryId } : { blobId }),
      encryptionSubkeyId,
      pkesk: copy(pkesk),
      statement: copy(statement),
      statementSignature: signature,
      storedHour,
    }));
    const { count } = await tx.grant.createMany({ data, skipDuplicates: true });
    if (count === 0) return 0;
    const facts = { count: String(count) };
    await this.#audit.record(
      { event: 'case.grantsAdded', actorId: writerId, subject: 'case', subjectId: caseHash, facts },
      tx,
    );
    return count;
  }
}
