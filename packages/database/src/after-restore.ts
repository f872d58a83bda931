import type { Database } from './database.js';

type Transaction = Parameters<Parameters<Database['prisma']['$transaction']>[0]>[0];

/** A row of "Deletion", whatever backup or list it comes from. */
export interface PastDeletion {
  readonly kind: 'signature' | 'campaign_keys' | 'file' | 'case' | 'account';
  readonly id: string;
  readonly removal: 'withdrawn' | 'disowned' | null;
  /** ISO instant. */
  readonly hour: string;
}

const CHUNK = 1_000;

function chunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) =>
    list.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

/** As the service does it when somebody takes a signature away, or when retention ends: the person goes, the number stays right. */
async function eraseSignatures(tx: Transaction, deletions: readonly PastDeletion[]): Promise<void> {
  for (const some of chunks(deletions)) {
    const past = JSON.stringify(some);
    await tx.$executeRaw`
      INSERT INTO "SignatureEvent" ("signatureId", "campaignId", "partnerId", "kind", "at")
      SELECT s."id", s."campaignId", s."partnerId", event.kind::"SignatureEventKind", past.hour
      FROM jsonb_to_recordset(${past}::jsonb) AS past(id uuid, removal text, hour timestamptz)
      JOIN "Signature" s ON s."id" = past.id
      CROSS JOIN LATERAL (VALUES (past.removal), ('erased')) AS event(kind)
      WHERE event.kind IS NOT NULL ON CONFLICT ("signatureId", "kind") DO NOTHING`;
    await tx.$executeRaw`
      UPDATE "Signature" s SET "nameSealed" = NULL, "emailSealed" = NULL,
        "duplicateHash" = CASE WHEN past.removal = 'disowned' THEN s."duplicateHash" END,
        "country" = CASE WHEN past.removal IS NULL AND EXISTS (
          SELECT FROM "SignatureEvent" e WHERE e."signatureId" = s."id" AND e."kind" = 'confirmed') THEN s."country" END
      FROM jsonb_to_recordset(${past}::jsonb) AS past(id uuid, removal text) WHERE s."id" = past.id`;
  }
}

async function eraseCampaigns(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Signature" SET "nameSealed" = NULL, "emailSealed" = NULL, "duplicateHash" = NULL
    WHERE "campaignId" = ANY(${[...ids]}::uuid[])
      AND ("nameSealed" IS NOT NULL OR "emailSealed" IS NOT NULL OR "duplicateHash" IS NOT NULL)`;
  await tx.$executeRaw`UPDATE "Campaign" SET "dataKey" = '', "duplicateKey" = '' WHERE "id" = ANY(${[...ids]}::uuid[])`;
}

/** As the service does it: what their keys signed in cases must stay checkable. */
async function eraseAccounts(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Invitation" WHERE "email" IN (SELECT "email" FROM "Account" WHERE "id" = ANY(${[...ids]}::uuid[]))`;
  await tx.$executeRaw`
    UPDATE "PublicKey" SET "retiredAt" = COALESCE("retiredAt", now()), "accountId" = NULL
    WHERE "accountId" = ANY(${[...ids]}::uuid[])`;
  await tx.$executeRaw`DELETE FROM "Account" WHERE "id" = ANY(${[...ids]}::uuid[])`;
}

/** Deletes again what had been deleted since the backup. The triggers note it again in the restored list. */
export async function replayDeletions(tx: Transaction, deletions: readonly PastDeletion[]): Promise<void> {
  const of = (kind: PastDeletion['kind']): PastDeletion[] => deletions.filter((one) => one.kind === kind);
  const idsOf = (kind: PastDeletion['kind']): string[] => of(kind).map(({ id }) => id);
  await eraseSignatures(tx, of('signature'));
  for (const ids of chunks(idsOf('campaign_keys'))) await eraseCampaigns(tx, ids);
  for (const ids of chunks(idsOf('file'))) await tx.$executeRaw`DELETE FROM "Blob" WHERE "id" = ANY(${ids}::uuid[])`;
  for (const ids of chunks(idsOf('case'))) await tx.$executeRaw`DELETE FROM "Case" WHERE "id" = ANY(${ids}::uuid[])`;
  for (const ids of chunks(idsOf('account'))) await eraseAccounts(tx, ids);
  // Also what this database never held: the next restore may be of a backup that did.
  for (const some of chunks(deletions))
    await tx.$executeRaw`
      INSERT INTO "Deletion" ("kind", "subjectId", "removal", "hour")
      SELECT past.kind::"DeletionKind", past.id, past.removal::"SignatureEventKind", past.hour
      FROM jsonb_to_recordset(${JSON.stringify(some)}::jsonb) AS past(kind text, id uuid, removal text, hour timestamptz)
      ON CONFLICT DO NOTHING`;
}

/**
 * Transaction ids in a dump are those of the system it was made on. Where they lie ahead of this one's, events would wait to be
 * counted until it has caught up, which may be years; so every event counts as written now, and everything is counted again.
 */
export async function forgetTransactionIds(tx: Transaction): Promise<void> {
  await tx.$executeRaw`ALTER TABLE "SignatureEvent" DISABLE TRIGGER "SignatureEvent_append_only"`;
  await tx.$executeRaw`UPDATE "SignatureEvent" SET "xid" = pg_current_xact_id()`;
  await tx.$executeRaw`ALTER TABLE "SignatureEvent" ENABLE TRIGGER "SignatureEvent_append_only"`;
  await tx.$executeRaw`UPDATE "RollUp" SET "systemIdentifier" = '', "xid" = '0'::xid8`;
}

/** Whoever was signed in when the backup was made, perhaps with a cookie stolen since, is signed in no more. */
export async function endAllSessions(tx: Transaction): Promise<number> {
  const { count } = await tx.session.deleteMany();
  return count;
}
