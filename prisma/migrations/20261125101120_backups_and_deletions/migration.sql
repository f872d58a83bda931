-- CreateEnum
CREATE TYPE "BackupKind" AS ENUM ('backup', 'restore');

-- CreateEnum
CREATE TYPE "DeletionKind" AS ENUM ('signature', 'campaign_keys', 'file', 'case', 'account');

-- CreateTable
CREATE TABLE "BackupRun" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "BackupKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "manifestSha256" BYTEA NOT NULL,

    CONSTRAINT "BackupRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deletion" (
    "kind" "DeletionKind" NOT NULL,
    "subjectId" UUID NOT NULL,
    "removal" "SignatureEventKind",
    "hour" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "Deletion_pkey" PRIMARY KEY ("kind","subjectId")
);

-- CreateIndex
CREATE INDEX "BackupRun_kind_at_idx" ON "BackupRun"("kind", "at");

-- By trigger, so that no way of deleting can forget it; in the transaction of the deletion, so that neither is there without the other.
CREATE FUNCTION sos_note_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "Deletion" ("kind", "subjectId", "hour")
    VALUES (TG_ARGV[0]::"DeletionKind", OLD."id", date_trunc('hour', now())) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER "Case_deletion_noted" AFTER DELETE ON "Case" FOR EACH ROW EXECUTE FUNCTION sos_note_deletion('case');
CREATE TRIGGER "Blob_deletion_noted" AFTER DELETE ON "Blob" FOR EACH ROW EXECUTE FUNCTION sos_note_deletion('file');
CREATE TRIGGER "Account_deletion_noted" AFTER DELETE ON "Account" FOR EACH ROW EXECUTE FUNCTION sos_note_deletion('account');
CREATE TRIGGER "Campaign_keys_destruction_noted" AFTER UPDATE OF "dataKey" ON "Campaign" FOR EACH ROW
    WHEN (octet_length(OLD."dataKey") > 0 AND octet_length(NEW."dataKey") = 0) EXECUTE FUNCTION sos_note_deletion('campaign_keys');

CREATE FUNCTION sos_note_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "Deletion" ("kind", "subjectId", "removal", "hour")
    SELECT 'signature', NEW."signatureId",
        (SELECT "kind" FROM "SignatureEvent" WHERE "signatureId" = NEW."signatureId" AND "kind" IN ('withdrawn', 'disowned') ORDER BY "id" LIMIT 1),
        date_trunc('hour', now())
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER "SignatureEvent_erasure_noted" AFTER INSERT ON "SignatureEvent" FOR EACH ROW
    WHEN (NEW."kind" = 'erased') EXECUTE FUNCTION sos_note_erasure();

CREATE TRIGGER "Deletion_append_only" BEFORE UPDATE OR DELETE ON "Deletion" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "Deletion_never_emptied" BEFORE TRUNCATE ON "Deletion" FOR EACH STATEMENT EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "BackupRun_append_only" BEFORE UPDATE OR DELETE ON "BackupRun" FOR EACH ROW EXECUTE FUNCTION sos_refuse();

-- What was erased before this migration, so that the list is whole from here on.
INSERT INTO "Deletion" ("kind", "subjectId", "removal", "hour")
SELECT 'signature', e."signatureId",
    (SELECT r."kind" FROM "SignatureEvent" r WHERE r."signatureId" = e."signatureId" AND r."kind" IN ('withdrawn', 'disowned') ORDER BY r."id" LIMIT 1),
    date_trunc('hour', e."at")
FROM "SignatureEvent" e WHERE e."kind" = 'erased';
INSERT INTO "Deletion" ("kind", "subjectId", "hour")
SELECT 'campaign_keys', "id", date_trunc('hour', now()) FROM "Campaign" WHERE octet_length("dataKey") = 0;
