import { closedAtOf, Prisma, RETENTION, type Database } from '@sos/database';

import type { Audit } from '../../platform/platform.types.js';

/** As the rules say by which a dry run counts. */
export const { unconfirmedDays: UNCONFIRMED_DAYS, monthDays: MONTH_DAYS } = RETENTION;

/** A long write would hold back the horizon below which signatures are counted. */
const CHUNK = 1_000;

/** Erases people and keeps numbers. */
export class RetentionRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Archived campaigns closed before this moment that still hold a key. */
  async listDue(closedBefore: Date): Promise<readonly string[]> {
    const rows = await this.database.prisma.$queryRaw<{ id: string }[]>(Prisma.sql`
      SELECT campaign."id"::text AS id FROM "Campaign" campaign
      WHERE campaign."status" = 'archived' AND octet_length(campaign."dataKey") > 0
        AND ${closedAtOf()} < ${closedBefore.toISOString()}::timestamptz`);
    return rows.map(({ id }) => id);
  }

  /** Last, because it also marks the work as done: an interrupted run is taken up again. */
  async destroyKeys(campaignId: string): Promise<void> {
    const nothing = new Uint8Array(0);
    await this.database.prisma.$transaction(async (tx) => {
      const data = { dataKey: nothing, duplicateKey: nothing };
      await tx.campaign.update({ where: { id: campaignId }, data });
      const facts = { what: 'campaign' };
      await this.audit.record(
        { event: 'retention.ran', actorId: null, subject: 'campaign', subjectId: campaignId, facts },
        tx,
      );
    });
  }

  /**
   * Signatures begun before this moment, not confirmed since and not mailed about since: the person goes, and the address may
   * sign again. Who said «it wasn't me» keeps the keyed address, so that nobody signs them up again.
   * @returns whether there may be more.
   */
  async eraseUnconfirmed(before: Date, at: Date): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const due = await tx.$queryRaw<{ id: string }[]>`
        SELECT "id"::text AS id FROM "Signature" signature
        WHERE "createdAt" <= ${before.toISOString()}::timestamptz AND "duplicateHash" IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM "SignatureEvent" event WHERE event."signatureId" = signature."id" AND event."kind" <> 'created')
          AND NOT EXISTS (SELECT 1 FROM "Outbox" mail WHERE mail."template" = 'signature.confirm' AND mail."subjectId" = signature."id"
            AND mail."createdAt" > ${before.toISOString()}::timestamptz)
        LIMIT ${CHUNK}::int FOR UPDATE OF signature SKIP LOCKED`;
      // Asked again with the rows in hand: a confirmation that was under way has made its event, and a later one waits for us.
      const erased = await tx.$executeRaw`
        WITH erased AS (
          UPDATE "Signature" signature SET "nameSealed" = NULL, "emailSealed" = NULL, "duplicateHash" = NULL, "country" = NULL
          WHERE "id" = ANY(${due.map(({ id }) => id)}::uuid[])
            AND NOT EXISTS (SELECT 1 FROM "SignatureEvent" event WHERE event."signatureId" = signature."id" AND event."kind" <> 'created')
          RETURNING "id", "campaignId", "partnerId"
        )
        INSERT INTO "SignatureEvent" ("signatureId", "campaignId", "partnerId", "kind", "at")
        SELECT "id", "campaignId", "partnerId", 'erased', ${at.toISOString()}::timestamptz FROM erased ON CONFLICT ("signatureId", "kind") DO NOTHING`;
      if (erased > 0) {
        const facts = { what: 'unconfirmed', count: String(erased) };
        const entry = { event: 'retention.ran', actorId: null, subject: 'service', subjectId: null, facts } as const;
        await this.audit.record(entry, tx);
      }
      return due.length === CHUNK;
    });
  }

  /** @returns whether there may be more. */
  async eraseSome(campaignId: string, at: Date): Promise<boolean> {
    const rows = await this.database.sql`
      WITH due AS (
        SELECT "id" FROM "Signature" WHERE "campaignId" = ${campaignId}::uuid
          AND ("nameSealed" IS NOT NULL OR "emailSealed" IS NOT NULL OR "duplicateHash" IS NOT NULL) LIMIT ${CHUNK}::int
      ), erased AS (
        UPDATE "Signature" SET "nameSealed" = NULL, "emailSealed" = NULL, "duplicateHash" = NULL WHERE "id" IN (SELECT "id" FROM due)
        RETURNING "id", "campaignId", "partnerId"
      ), events AS (
        INSERT INTO "SignatureEvent" ("signatureId", "campaignId", "partnerId", "kind", "at")
        SELECT "id", "campaignId", "partnerId", 'erased', ${at.toISOString()}::timestamptz FROM erased ON CONFLICT ("signatureId", "kind") DO NOTHING
      )
      SELECT count(*)::int AS count FROM erased`;
    return Number(rows[0]?.['count']) === CHUNK;
  }
}
