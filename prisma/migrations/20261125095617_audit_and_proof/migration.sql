-- CreateEnum
CREATE TYPE "Assurance" AS ENUM ('password', 'strong');

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "assurance" "Assurance" NOT NULL DEFAULT 'password',
ADD COLUMN     "provenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "AuditEntry" (
    "sequence" INTEGER NOT NULL,
    "previous" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "actorId" UUID,
    "subject" TEXT NOT NULL,
    "subjectId" TEXT,
    "facts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("sequence")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditEntry_hash_key" ON "AuditEntry"("hash");

-- CreateIndex
CREATE INDEX "AuditEntry_event_sequence_idx" ON "AuditEntry"("event", "sequence");

-- CreateIndex
CREATE INDEX "AuditEntry_actorId_sequence_idx" ON "AuditEntry"("actorId", "sequence");

-- CreateIndex
CREATE INDEX "AuditEntry_subject_subjectId_sequence_idx" ON "AuditEntry"("subject", "subjectId", "sequence");

-- Nobody edits history through the application's login; whoever can drop the trigger breaks the chain of hashes instead.
CREATE TRIGGER "AuditEntry_append_only" BEFORE UPDATE OR DELETE ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "AuditEntry_never_emptied" BEFORE TRUNCATE ON "AuditEntry" FOR EACH STATEMENT EXECUTE FUNCTION sos_refuse();
