-- AlterTable
ALTER TABLE "Roster" ADD COLUMN     "issued" TIMESTAMPTZ(3);
-- Out of the signed bytes themselves. A change of type fills the rows without an update, which the table refuses.
ALTER TABLE "Roster" ALTER COLUMN "issued" TYPE TIMESTAMPTZ(3) USING ((convert_from("bytes", 'UTF8')::jsonb ->> 'issued')::timestamptz);
ALTER TABLE "Roster" ALTER COLUMN "issued" SET NOT NULL;

-- CreateTable
CREATE TABLE "Suspension" (
    "sha256" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,
    "rosterSha256" BYTEA NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "effectiveAt" TIMESTAMPTZ(3),

    CONSTRAINT "Suspension_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "SuspensionSignature" (
    "suspensionSha256" BYTEA NOT NULL,
    "signerFingerprint" TEXT NOT NULL,
    "armored" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SuspensionSignature_pkey" PRIMARY KEY ("suspensionSha256","signerFingerprint")
);

-- CreateTable
CREATE TABLE "MemberKeyStatement" (
    "sha256" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,
    "accountId" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MemberKeyStatement_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "MemberKeySignature" (
    "statementSha256" BYTEA NOT NULL,
    "signerFingerprint" TEXT NOT NULL,
    "armored" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MemberKeySignature_pkey" PRIMARY KEY ("statementSha256","signerFingerprint")
);

-- CreateIndex
CREATE INDEX "Suspension_rosterSha256_idx" ON "Suspension"("rosterSha256");

-- CreateIndex
CREATE INDEX "MemberKeyStatement_fingerprint_idx" ON "MemberKeyStatement"("fingerprint");

-- CreateIndex
CREATE INDEX "MemberKeyStatement_accountId_idx" ON "MemberKeyStatement"("accountId");

-- AddForeignKey
ALTER TABLE "SuspensionSignature" ADD CONSTRAINT "SuspensionSignature_suspensionSha256_fkey" FOREIGN KEY ("suspensionSha256") REFERENCES "Suspension"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberKeyStatement" ADD CONSTRAINT "MemberKeyStatement_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MemberKeySignature" ADD CONSTRAINT "MemberKeySignature_statementSha256_fkey" FOREIGN KEY ("statementSha256") REFERENCES "MemberKeyStatement"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was signed stays as it is; a suspension may still become effective, once, and none is ever lifted by a row.
CREATE FUNCTION sos_keep_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."effectiveAt" IS NOT NULL OR (to_jsonb(NEW) - 'effectiveAt') <> (to_jsonb(OLD) - 'effectiveAt') THEN
    RAISE EXCEPTION 'a suspension is never changed nor removed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Suspension_kept" BEFORE UPDATE OR DELETE ON "Suspension" FOR EACH ROW EXECUTE FUNCTION sos_keep_suspension();
CREATE TRIGGER "SuspensionSignature_kept" BEFORE UPDATE OR DELETE ON "SuspensionSignature" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "MemberKeyStatement_exact_bytes" BEFORE UPDATE ON "MemberKeyStatement" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "MemberKeySignature_exact_bytes" BEFORE UPDATE ON "MemberKeySignature" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
