-- CreateEnum
CREATE TYPE "KeyCustody" AS ENUM ('browser', 'own_tool');

-- AlterTable
ALTER TABLE "PublicKey" ADD COLUMN     "custody" "KeyCustody" NOT NULL DEFAULT 'browser';

-- CreateTable
CREATE TABLE "KeyProof" (
    "fingerprint" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "signature" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeyProof_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "VaultCopy" (
    "accountId" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,
    "shareId" UUID NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "VaultCopy_pkey" PRIMARY KEY ("accountId")
);

-- AddForeignKey
ALTER TABLE "KeyProof" ADD CONSTRAINT "KeyProof_fingerprint_fkey" FOREIGN KEY ("fingerprint") REFERENCES "PublicKey"("fingerprint") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VaultCopy" ADD CONSTRAINT "VaultCopy_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One size for everybody, or nothing: 1 + 12 + 131072 + 16 octets.
ALTER TABLE "VaultCopy" ADD CONSTRAINT "VaultCopy_one_size"
    CHECK (CASE WHEN "endedAt" IS NULL THEN octet_length("bytes") = 131101 ELSE octet_length("bytes") = 0 END);

-- A responder's key leaves their device only as their own kit. Whoever writes the role, and however: the copy ends with it, in the
-- same transaction; and nobody writes one for a responder.
CREATE FUNCTION sos_end_vault_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "VaultCopy" SET "bytes" = ''::bytea, "endedAt" = now() WHERE "accountId" = NEW."accountId" AND "endedAt" IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER "Membership_ends_vault_copy" AFTER INSERT OR UPDATE OF "roles" ON "Membership"
    FOR EACH ROW WHEN ('responder' = ANY (NEW."roles")) EXECUTE FUNCTION sos_end_vault_copy();

CREATE FUNCTION sos_refuse_responders_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The lock makes a keeping and a change of roles at the same moment wait for each other.
    PERFORM 1 FROM "Membership" WHERE "accountId" = NEW."accountId" FOR SHARE;
    IF EXISTS (SELECT 1 FROM "Membership" WHERE "accountId" = NEW."accountId" AND 'responder' = ANY ("roles")
               AND ("until" IS NULL OR "until" > now())) THEN
        RAISE EXCEPTION 'a responder keeps no copy on the server' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "VaultCopy_never_a_responders" BEFORE INSERT OR UPDATE ON "VaultCopy"
    FOR EACH ROW WHEN (NEW."endedAt" IS NULL) EXECUTE FUNCTION sos_refuse_responders_copy();
