import { countUnreadableEntries, type Database } from '@sos/database';
import type { Audience } from '@sos/domain';

import type { Audit, DatabaseTransaction } from '../../platform/platform.types.js';
import { copy } from './entry.repository.js';
import { hasFailed, JUDGED, type JudgedGrant } from './served-grant.js';

export interface LackingEntry {
  readonly entryId: string;
  readonly caseId: string;
  readonly blobId: string | null;
  /** Subkey ids that should hold a grant that opens, and do not. */
  readonly lacking: readonly string[];
  /** Those of them whose own grant does not open. */
  readonly failed: readonly string[];
}

export interface GrantTarget {
  readonly caseId: string;
  readonly audience: Audience;
  readonly seipdSha256: Uint8Array;
  readonly blobId: string | null;
  /** On the entry, and on its file. */
  readonly grants: readonly JudgedGrant[];
  /** Subkey ids by which the case's own people read it. */
  readonly participants: readonly string[];
  /** Every subkey of theirs: nobody lets them in as one of the team. */
  readonly ownPeople: readonly string[];
}

export interface LackingSearch {
  /** Whose entries: only who can read one can let somebody in. */
  readonly ownSubkeyId: string;
  /** Who may be let in now, and into what. */
  readonly readers: readonly string[];
  readonly audiences: readonly Audience[];
  /** Whom a case is about is no reader of it by being of the team; their own keys are spared only where somebody else gives. */
  readonly sparesOwnPeople: boolean;
  /** Who may get another grant for one that does not open, beside the case's own people. */
  readonly repairable: readonly string[];
  /** Where the case's own people, by the key they have now, should be able to read. */
  readonly peoplesAudiences: readonly Audience[];
  readonly skip: number;
  readonly most: number;
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
        blob: { select: { id: true, grants: { select: JUDGED } } },
        grants: { select: JUDGED },
        case: { select: { participants: { select: { accountId: true, encryptionSubkeyId: true } } } },
      },
    });
    if (!entry) return null;
    const { blob, grants, case: ofCase, ...target } = entry;
    const keys = await this.#database.prisma.publicKey.findMany({
      where: { accountId: { in: ofCase.participants.map(({ accountId }) => accountId) } },
      select: { encryptionSubkeyId: true },
    });
    const participants = ofCase.participants.map(({ encryptionSubkeyId }) => encryptionSubkeyId);
    return {
      ...target,
      blobId: blob?.id ?? null,
      grants: [...grants, ...(blob?.grants ?? [])],
      participants,
      ownPeople: [...participants, ...keys.flatMap(({ encryptionSubkeyId }) => encryptionSubkeyId ?? [])],
    };
  }

  /**
   * Entries that one reader can open and not all others who should can, case by case, each case's oldest first.
   * @returns `most` of them after the first `skip`, and how many there are; none when `skip` leaves none.
   */
  async findLacking(
    search: LackingSearch,
  ): Promise<{ readonly total: number; readonly entries: readonly LackingEntry[] }> {
    const { ownSubkeyId, readers, audiences, sparesOwnPeople, repairable, peoplesAudiences, skip, most } = search;
    const rows = await this.#database.sql`
      WITH standing AS NOT MATERIALIZED (
        SELECT g."entryId", g."blobId", g."encryptionSubkeyId" FROM "Grant" g
        WHERE NOT EXISTS (SELECT 1 FROM "GrantVerdict" v WHERE v."grantId" = g."id" AND NOT v."opens")
           OR EXISTS (SELECT 1 FROM "GrantVerdict" v WHERE v."grantId" = g."id" AND v."opens")
      ), mine AS (
        SELECT e."id", e."caseId", e."position", e."audience"::text AS "audience", b."id" AS "blobId"
        FROM "Entry" e
        JOIN standing own ON own."entryId" = e."id" AND own."encryptionSubkeyId" = ${ownSubkeyId}
        LEFT JOIN "Blob" b ON b."entryId" = e."id"
        WHERE b."id" IS NULL OR EXISTS (
          SELECT 1 FROM standing own WHERE own."blobId" = b."id" AND own."encryptionSubkeyId" = ${ownSubkeyId})
      ), wanted AS (
        SELECT m."id", r."subkeyId", false AS "failed"
        FROM mine m CROSS JOIN unnest(${readers}::text[]) AS r("subkeyId")
        WHERE m."audience" = ANY(${audiences}::text[]) AND NOT (${sparesOwnPeople}::boolean AND EXISTS (
          SELECT 1 FROM "CaseParticipant" p JOIN "PublicKey" k ON k."accountId" = p."accountId"
          WHERE p."caseId" = m."caseId" AND k."encryptionSubkeyId" = r."subkeyId"))
        UNION ALL
        SELECT m."id", p."encryptionSubkeyId", false
        FROM mine m JOIN "CaseParticipant" p ON p."caseId" = m."caseId"
        WHERE m."audience" = ANY(${peoplesAudiences}::text[])
        UNION ALL
        SELECT m."id", g."encryptionSubkeyId", true
        FROM "GrantVerdict" v
        JOIN "Grant" g ON g."id" = v."grantId"
        JOIN mine m ON m."id" = g."entryId" OR m."blobId" = g."blobId"
        WHERE NOT v."opens" AND (g."encryptionSubkeyId" = ANY(${repairable}::text[]) OR EXISTS (
          SELECT 1 FROM "CaseParticipant" p
          WHERE p."caseId" = m."caseId" AND p."encryptionSubkeyId" = g."encryptionSubkeyId"))
      )
      SELECT m."id", m."caseId", m."blobId", array_agg(DISTINCT w."subkeyId") AS "lacking",
        coalesce(array_agg(DISTINCT w."subkeyId") FILTER (WHERE w."failed"), '{}') AS "failed",
        count(*) OVER () AS "total"
      FROM mine m JOIN wanted w ON w."id" = m."id"
      WHERE w."subkeyId" <> ${ownSubkeyId} AND (
        NOT EXISTS (SELECT 1 FROM standing s WHERE s."entryId" = m."id" AND s."encryptionSubkeyId" = w."subkeyId")
        OR m."blobId" IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM standing s WHERE s."blobId" = m."blobId" AND s."encryptionSubkeyId" = w."subkeyId"))
      GROUP BY m."id", m."caseId", m."blobId", m."position"
      ORDER BY m."caseId", m."position"
      LIMIT ${most} OFFSET ${skip}`;
    return { total: Number(rows[0]?.['total'] ?? 0), entries: rows.map(toLacking) };
  }

  /**
   * Adds what is not there yet: of two colleagues at once the first counts, and nothing is ever replaced. Where all grants of a reader
   * have failed, the next stands beside them. @returns how many were added.
   */
  async add(lettingIn: LettingIn): Promise<number> {
    return this.#database.prisma.$transaction((tx) => this.#addIn(tx, lettingIn));
  }

  /**
   * Takes away the grants to these subkeys. What is left: on cases that are about their holders, what their own people may read; and
   * whatever would be read by no `readers` afterwards, or nobody could ever be let into it again: one whose reader says that it does not
   * open is none. @returns how many went.
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
              AND (still."entryId" = g."entryId" OR still."blobId" = g."blobId")
              AND (NOT EXISTS (SELECT 1 FROM "GrantVerdict" v WHERE v."grantId" = still."id" AND NOT v."opens")
                OR EXISTS (SELECT 1 FROM "GrantVerdict" v WHERE v."grantId" = still."id" AND v."opens")))
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
    const attempts = await this.#nextAttempts(tx, lettingIn);
    const data = grants.flatMap(({ subject, encryptionSubkeyId, pkesk, statement, signature }) => {
      const known = attempts.get(`${subject}:${encryptionSubkeyId}`);
      const attempt = known === undefined ? 0 : known;
      const target = subject === 'entry' ? { entryId } : { blobId };
      const signed = { statement: copy(statement), statementSignature: signature };
      return attempt === null
        ? []
        : [{ ...target, ...signed, encryptionSubkeyId, attempt, pkesk: copy(pkesk), storedHour }];
    });
    const { count } = await tx.grant.createMany({ data, skipDuplicates: true });
    if (count === 0) return 0;
    const facts = { count: String(count) };
    await this.#audit.record(
      { event: 'case.grantsAdded', actorId: writerId, subject: 'case', subjectId: caseHash, facts },
      tx,
    );
    return count;
  }

  /** By subject and subkey: null where a grant stands already. Two at once come to the same number, and the second adds nothing. */
  async #nextAttempts(tx: DatabaseTransaction, lettingIn: LettingIn): Promise<ReadonlyMap<string, number | null>> {
    const { entryId, blobId, grants } = lettingIn;
    const subkeyIds = grants.map(({ encryptionSubkeyId }) => encryptionSubkeyId);
    const rows = await tx.grant.findMany({
      where: {
        encryptionSubkeyId: { in: subkeyIds },
        OR: [{ entryId }, ...(blobId === null ? [] : [{ blobId }])],
      },
      select: { ...JUDGED, entryId: true },
    });
    const attempts = new Map<string, number | null>();
    for (const row of rows) {
      const key = `${row.entryId === null ? 'file' : 'entry'}:${row.encryptionSubkeyId}`;
      const known = attempts.get(key);
      attempts.set(key, hasFailed(row) && known !== null ? Math.max(known ?? 0, row.attempt + 1) : null);
    }
    return attempts;
  }
}

function toLacking(row: Readonly<Record<string, unknown>>): LackingEntry {
  return {
    entryId: String(row['id']),
    caseId: String(row['caseId']),
    blobId: typeof row['blobId'] === 'string' ? row['blobId'] : null,
    // text[] comes as an array from both drivers.
    lacking: row['lacking'] as readonly string[],
    failed: row['failed'] as readonly string[],
  };
}
