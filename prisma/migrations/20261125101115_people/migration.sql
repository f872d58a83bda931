-- CreateEnum
CREATE TYPE "DirectoryVisibility" AS ENUM ('hidden', 'name', 'contact');

-- CreateEnum
CREATE TYPE "InvitationStatus" AS ENUM ('waiting', 'pending', 'accepted', 'revoked');

-- CreateEnum
CREATE TYPE "ProposalStatus" AS ENUM ('open', 'approved', 'refused');

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "eraseAt" TIMESTAMPTZ(3),
ADD COLUMN     "listed" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "focalPoint" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "contactEmail" TEXT,
ADD COLUMN     "languages" TEXT[],
ADD COLUMN     "regions" TEXT[],
ADD COLUMN     "standingSetById" UUID,
ADD COLUMN     "standingSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "visibility" "DirectoryVisibility" NOT NULL DEFAULT 'hidden',
ADD COLUMN     "workingGroups" TEXT[];

-- One region becomes the first of several.
UPDATE "Organisation" SET "regions" = ARRAY["region"], "standingSince" = "createdAt";
ALTER TABLE "Organisation" DROP COLUMN "region";

-- Until now every member was their organisation's focal point.
UPDATE "Membership" SET "focalPoint" = true WHERE 'member' = ANY("roles") AND "until" IS NULL;

-- CreateTable
CREATE TABLE "OrganisationText" (
    "organisationId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "about" TEXT NOT NULL,

    CONSTRAINT "OrganisationText_pkey" PRIMARY KEY ("organisationId","language")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "issue" INTEGER NOT NULL DEFAULT 1,
    "email" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "organisationId" UUID NOT NULL,
    "roles" "Role"[],
    "focalPoint" BOOLEAN NOT NULL DEFAULT false,
    "invitedById" UUID NOT NULL,
    "status" "InvitationStatus" NOT NULL DEFAULT 'pending',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Proposal" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "concernedAccountId" UUID,
    "payload" JSONB NOT NULL,
    "status" "ProposalStatus" NOT NULL DEFAULT 'open',
    "proposedById" UUID NOT NULL,
    "proposedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Proposal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_organisationId_status_idx" ON "Invitation"("organisationId", "status");

-- CreateIndex
CREATE INDEX "Invitation_email_status_idx" ON "Invitation"("email", "status");

-- CreateIndex
CREATE INDEX "Proposal_status_expiresAt_idx" ON "Proposal"("status", "expiresAt");

-- CreateIndex
CREATE INDEX "Account_eraseAt_idx" ON "Account"("eraseAt");

-- CreateIndex
CREATE INDEX "Membership_organisationId_idx" ON "Membership"("organisationId");

-- AddForeignKey
ALTER TABLE "OrganisationText" ADD CONSTRAINT "OrganisationText_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "OrganisationText" ADD CONSTRAINT "OrganisationText_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_language_check" CHECK ("language" ~ '^[a-z]{2}$');

-- A focal point is a member of the organisation they speak for.
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_focalPoint_check" CHECK (NOT "focalPoint" OR 'member' = ANY("roles"));

-- Whatever writes to people, by whatever way: one after the other, so that what was counted is still true when it is used. "SOSP".
CREATE FUNCTION sos_people_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1397707600);
    RETURN NULL;
END $$;

CREATE TRIGGER "Membership_lock" BEFORE INSERT OR UPDATE OR DELETE ON "Membership"
    FOR EACH STATEMENT EXECUTE FUNCTION sos_people_lock();
CREATE TRIGGER "Account_lock" BEFORE UPDATE OF "status" OR DELETE ON "Account"
    FOR EACH STATEMENT EXECUTE FUNCTION sos_people_lock();
CREATE TRIGGER "Organisation_lock" BEFORE UPDATE OF "standing" OR DELETE ON "Organisation"
    FOR EACH STATEMENT EXECUTE FUNCTION sos_people_lock();

-- Roles that one account may not hold together, over all its memberships: packages/domain/src/duties.ts says why, and a test compares.
CREATE FUNCTION sos_duties_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held "Role"[];
BEGIN
    SELECT coalesce(array_agg(DISTINCT role), '{}') INTO held
        FROM "Membership" m, unnest(m."roles") AS role
        WHERE m."accountId" = NEW."accountId" AND (m."until" IS NULL OR m."until" > now());
    IF ('administrator' = ANY(held) AND cardinality(held) > 1)
        OR ('responder' = ANY(held) AND held && ARRAY['member', 'approver', 'translator', 'partner']::"Role"[])
        OR ('partner' = ANY(held) AND held && ARRAY['coordinator', 'approver']::"Role"[])
    THEN
        RAISE EXCEPTION 'roles that one account may not hold together' USING ERRCODE = 'check_violation', CONSTRAINT = 'duties_apart';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "Membership_duties_apart" AFTER INSERT OR UPDATE OF "accountId", "roles", "until" ON "Membership"
    FOR EACH ROW EXECUTE FUNCTION sos_duties_apart();

-- Where there is an administrator, one remains. A set-up that has none yet is not held up.
CREATE FUNCTION sos_has_administrator() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM "Membership" m
            JOIN "Account" a ON a."id" = m."accountId" JOIN "Organisation" o ON o."id" = m."organisationId"
            WHERE 'administrator' = ANY(m."roles") AND m."until" IS NULL AND a."status" = 'active' AND o."standing" <> 'suspended');
END $$;

CREATE FUNCTION sos_keep_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sos_has_administrator() THEN
        RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'last_administrator';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION sos_administers(account uuid) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT 1 FROM "Membership" WHERE "accountId" = account AND 'administrator' = ANY("roles") AND "until" IS NULL);

CREATE TRIGGER "Membership_keep_administrator" AFTER UPDATE OR DELETE ON "Membership"
    FOR EACH ROW WHEN ('administrator' = ANY(OLD."roles") AND OLD."until" IS NULL) EXECUTE FUNCTION sos_keep_administrator();
CREATE TRIGGER "Account_keep_administrator" AFTER UPDATE OF "status" ON "Account"
    FOR EACH ROW WHEN (OLD."status" = 'active' AND NEW."status" <> 'active' AND sos_administers(OLD."id"))
    EXECUTE FUNCTION sos_keep_administrator();

CREATE FUNCTION sos_keep_administrators_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM "Membership" WHERE "organisationId" = OLD."id" AND 'administrator' = ANY("roles") AND "until" IS NULL)
    THEN RETURN NULL; END IF;
    IF NOT sos_has_administrator() THEN
        RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'last_administrator';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "Organisation_keep_administrator" AFTER UPDATE OF "standing" ON "Organisation"
    FOR EACH ROW WHEN (OLD."standing" <> 'suspended' AND NEW."standing" = 'suspended')
    EXECUTE FUNCTION sos_keep_administrators_home();
