-- DropIndex
DROP INDEX "Grant_blobId_encryptionSubkeyId_key";

-- DropIndex
DROP INDEX "Grant_entryId_encryptionSubkeyId_key";

-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "GrantVerdict" (
    "grantId" UUID NOT NULL,
    "opens" BOOLEAN NOT NULL,
    "statement" BYTEA NOT NULL,
    "signature" TEXT NOT NULL,
    "storedHour" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "GrantVerdict_pkey" PRIMARY KEY ("grantId","opens")
);

-- CreateIndex
CREATE UNIQUE INDEX "Grant_entryId_encryptionSubkeyId_attempt_key" ON "Grant"("entryId", "encryptionSubkeyId", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_blobId_encryptionSubkeyId_attempt_key" ON "Grant"("blobId", "encryptionSubkeyId", "attempt");

-- AddForeignKey
ALTER TABLE "GrantVerdict" ADD CONSTRAINT "GrantVerdict_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "GrantVerdict" ADD CONSTRAINT "GrantVerdict_storedHour_check" CHECK (date_trunc('hour', "storedHour", 'UTC') = "storedHour");

CREATE TRIGGER "GrantVerdict_append_only" BEFORE UPDATE ON "GrantVerdict" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
