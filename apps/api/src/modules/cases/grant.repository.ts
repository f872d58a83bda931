import { countUnreadableEntries, type Database } from '@sos/database';
import type { Audience } from '@sos/domain';

import type { Audit, DatabaseTransaction } from '../../platform/platform.types.js';
import { copy } from './entry.repository.js';

export interface LackingEntry {
  readonly entryId: string;
  readonly caseId: string;
  readonly blobId: string | null;
  /** Subkey ids that should hold a grant on it, and do not. */
  readonly lacking: readonly string[];
}

export interface GrantTarget {
  readonly caseId: string;
  readonly audience: Audience;
  readonly seipdSha256: Uint8Array;
  readonly blobId: string | null;
  readonly subkeyIds: readonly string[];
  /** Every subkey of the people the case is about: nobody lets them in. */
  readonly ownPeople: readonly string[];
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
        case: { select: { participants: { select: { accountId: true, encryptionSubkeyId: true } } } },
      },
    });
    if (!entry) return null;
    const { blob, grants, case: ofCase, ...target } = entry;
    const keys = await this.#database.prisma.publicKey.findMany({
      where: { accountId: { in: ofCase.participants.map(({ accountId }) => accountId) } },
      select: { encryptionSubkeyId: true },
    });
    return {
      ...target,
      blobId: blob?.id ?? null,
      subkeyIds: grants.map((grant) => grant.encryptionSubkeyId),
      ownPeople: [...ofCase.participants, ...keys].flatMap(({ encryptionSubkeyId }) => encryptionSubkeyId ?? []),
    };
  }

  /**
   * Entries that one reader can open and not all of `readers` can, case by case, each case's oldest first. Whom a case is about is no
   * reader of it by being of the team.
   * @returns `most` of them after the first `skip`, and how many there are; none when `skip` leaves none.
   */
  async findLacking(
    ownSubkeyId: string,
    readers: readonly string[],
    audiences: readonly Audience[],
    { skip, most }: { readonly skip: number; readonly most: number },
  ): Promise<{ readonly total: number; readonly entries: readonly LackingEntry[] }> {
    const rows = await this.#database.sql`
      SELECT e."id", e."caseId", b."id" AS "blobId", array_agg(r."subkeyId") AS "lacking", count(*) OVER () AS "total"
      FROM "Entry" e
      JOIN "Grant" own ON own."entryId" = e."id" AND own."encryptionSubkeyId" = ${ownSubkeyId}
      LEFT JOIN "Blob" b ON b."entryId" = e."id"
      CROSS JOIN unnest(${readers}::text[]) AS r("subkeyId")
      WHERE e."audience"::text = ANY(${audiences}::text[])
        AND NOT EXISTS (SELECT 1 FROM "Grant" g WHERE g."entryId" = e."id" AND g."encryptionSubkeyId" = r."subkeyId")
        AND NOT EXISTS (
          SELECT 1 FROM "CaseParticipant" p JOIN "PublicKey" k ON k."accountId" = p."accountId"
          WHERE p."caseId" = e."caseId" AND k."encryptionSubkeyId" = r."subkeyId")
      GROUP BY e."id", b."id"
      ORDER BY e."caseId", e."position"
      LIMIT ${most} OFFSET ${skip}`;
    return {
      total: Number(rows[0]?.['total'] ?? 0),
      entries: rows.map((row) => ({
        entryId: String(row['id']),
        caseId: String(row['caseId']),
        blobId: typeof row['blobId'] === 'string' ? row['blobId'] : null,
        // text[] comes as an array from both drivers.
        lacking: row['lacking'] as readonly string[],
      })),
    };
  }

  /** Adds what is not there yet: of two colleagues at once the first counts, and nothing is ever replaced. @returns how many were added. */
  async add(lettingIn: LettingIn): Promise<number> {
    return this.#database.prisma.$transaction((tx) => this.#addIn(tx, lettingIn));
  }

  /**
   * Takes away the grants to these subkeys. What is left: on cases that are about their holders, what their own people may read; and
   * whatever would be read by no `readers` afterwards, or nobody could ever be let into it again. @returns how many went.
   */
  async remove(
    subkeyIds: readonly string[],
    readers: readonly string[],
    { rosterVersion, own }: { readonly rosterVersion: number; readonly own: readonly Audience[] },
  ): Promise<number> {
    return this.#database.prisma.$transaction(async (tx) => {
      const count = await tx.$executeRaw`
        DELETE FROM "Grant" g WHERE g."encryptionSubkeyId" = ANY(${subkeyIds}::text[])
          AND EXISTS (
            SELECT 1 FROM "Grant" still WHERE still."encryptionSubkeyId" = ANY(${readers}::text[])
              AND (still."entryId" = g."entryId" OR still."blobId" = g."blobId"))
          AND NOT EXISTS (
            SELECT 1 FROM "CaseParticipant" p
            LEFT JOIN "Entry" e ON e."id" = g."entryId"
            LEFT JOIN "Blob" b ON b."id" = g."blobId"
            WHERE p."encryptionSubkeyId" = g."encryptionSubkeyId"
              AND p."caseId" = coalesce(e."caseId", b."caseId")
              AND coalesce(e."audience", b."audience")::text = ANY(${own}::text[]))`;
      if (count === 0) return 0;
      const facts = { count: String(count), roster: String(rosterVersion) };
      await this.#audit.record(
        { event: 'case.grantsRemoved', actorId: null, subject: 'roster', subjectId: String(rosterVersion), facts },
        tx,
      );
      return count;
    });
  }

  /** How many entries none of `readers` can open. */
  countUnreadable(readers: readonly string[]): Promise<number> {
    return countUnreadableEntries(this.#database, readers);
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
