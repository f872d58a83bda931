-- By hand: what the tables below stand on. `unaccent` is only STABLE, because its dictionary could be replaced. Ours is not.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE FUNCTION sos_unaccent(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN unaccent('unaccent'::regdictionary, words);

CREATE FUNCTION sos_dictionary(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN 'pg_catalog.english'::regconfig
    WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
    WHEN 'fr' THEN 'pg_catalog.french'::regconfig
    WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
    ELSE 'pg_catalog.simple'::regconfig
END;

-- What a reader typed, prepared as the search columns are.
CREATE FUNCTION sos_query(language text, words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN websearch_to_tsquery(sos_dictionary(language), sos_unaccent(words));

-- CreateEnum
CREATE TYPE "AccountStatus" AS ENUM ('active', 'suspended');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('member', 'responder', 'coordinator', 'approver', 'translator', 'partner', 'administrator');

-- CreateEnum
CREATE TYPE "CredentialKind" AS ENUM ('password', 'totp', 'passkey', 'recovery_code');

-- CreateEnum
CREATE TYPE "OrganisationStanding" AS ENUM ('member', 'ally', 'suspended');

-- CreateEnum
CREATE TYPE "CampaignType" AS ENUM ('petition', 'sign_on_letter', 'urgent_appeal', 'network_statement');

-- CreateEnum
CREATE TYPE "CampaignStatus" AS ENUM ('draft', 'in_review', 'approved', 'open', 'suspended', 'closed', 'delivered', 'followed_up', 'archived');

-- CreateEnum
CREATE TYPE "AddresseeChannel" AS ENUM ('letter', 'email', 'form', 'fax');

-- CreateEnum
CREATE TYPE "CampaignUpdateKind" AS ENUM ('update', 'reply', 'correction', 'suspension', 'stop', 'outcome');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('critical', 'high', 'medium', 'low');

-- CreateEnum
CREATE TYPE "CaseStatus" AS ENUM ('submitted', 'acknowledged', 'in_triage', 'needs_information', 'verified', 'not_verified', 'accepted', 'referred_out', 'declined', 'action_planned', 'in_action', 'monitoring', 'closed', 'reopened');

-- CreateEnum
CREATE TYPE "Audience" AS ENUM ('case', 'team', 'named', 'partner', 'outsider');

-- CreateEnum
CREATE TYPE "OutboxStatus" AS ENUM ('pending', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "ResourceStatus" AS ENUM ('ok', 'verify');

-- CreateEnum
CREATE TYPE "ResourceAccess" AS ENUM ('open', 'members');

-- CreateEnum
CREATE TYPE "SignatoryKind" AS ENUM ('individual', 'organisation');

-- CreateEnum
CREATE TYPE "SignatureEventKind" AS ENUM ('created', 'confirmed', 'withdrawn', 'disowned', 'invalidated', 'erased');

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "status" "AccountStatus" NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Credential" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "accountId" UUID NOT NULL,
    "kind" "CredentialKind" NOT NULL,
    "secret" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "website" TEXT,
    "standing" "OrganisationStanding" NOT NULL DEFAULT 'member',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "accountId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "roles" "Role"[],
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tokenHash" BYTEA NOT NULL,
    "accountId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "type" "CampaignType" NOT NULL,
    "status" "CampaignStatus" NOT NULL DEFAULT 'draft',
    "reference" TEXT,
    "severity" "Severity",
    "region" TEXT NOT NULL,
    "rights" TEXT[],
    "signers" TEXT[],
    "goal" INTEGER,
    "authorId" UUID NOT NULL,
    "organisationId" UUID,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "opensAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),
    "textVersion" INTEGER,
    "fictional" BOOLEAN NOT NULL DEFAULT false,
    "duplicateKey" BYTEA NOT NULL,
    "dataKey" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignText" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "original" BOOLEAN NOT NULL,
    "basedOnVersion" INTEGER,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "demands" TEXT[],
    "country" TEXT NOT NULL,
    "callToAction" TEXT,
    "additionalInformation" TEXT,
    "disclaimer" TEXT,
    "hash" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignText_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Addressee" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "channel" "AddresseeChannel" NOT NULL,

    CONSTRAINT "Addressee_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AddresseeText" (
    "addresseeId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "office" TEXT NOT NULL,
    "salutation" TEXT,

    CONSTRAINT "AddresseeText_pkey" PRIMARY KEY ("addresseeId","language")
);

-- CreateTable
CREATE TABLE "CampaignUpdate" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "CampaignUpdateKind" NOT NULL,
    "authorId" UUID NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignUpdate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignUpdateText" (
    "updateId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "CampaignUpdateText_pkey" PRIMARY KEY ("updateId","language")
);

-- CreateTable
CREATE TABLE "CampaignTransition" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "from" "CampaignStatus" NOT NULL,
    "to" "CampaignStatus" NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignTransition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignApproval" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "textsHash" BYTEA NOT NULL,
    "approverId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignApproval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Case" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "severity" "Severity",
    "status" "CaseStatus" NOT NULL DEFAULT 'submitted',
    "language" TEXT NOT NULL,
    "assigneeId" UUID,
    "formatVersion" INTEGER NOT NULL DEFAULT 1,
    "openedHour" TIMESTAMPTZ(0) NOT NULL,
    "changedHour" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "Case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseParticipant" (
    "caseId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "encryptionSubkeyId" TEXT NOT NULL,

    CONSTRAINT "CaseParticipant_pkey" PRIMARY KEY ("caseId","accountId")
);

-- CreateTable
CREATE TABLE "Entry" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "audience" "Audience" NOT NULL,
    "rosterVersion" INTEGER NOT NULL,
    "authorId" UUID NOT NULL,
    "seipd" BYTEA NOT NULL,
    "seipdSha256" BYTEA NOT NULL,
    "formatVersion" INTEGER NOT NULL DEFAULT 1,
    "storedHour" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "Entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "entryId" UUID,
    "blobId" UUID,
    "encryptionSubkeyId" TEXT NOT NULL,
    "pkesk" BYTEA NOT NULL,
    "formatVersion" INTEGER NOT NULL DEFAULT 1,
    "storedHour" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Blob" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "entryId" UUID,
    "uploaderId" UUID NOT NULL,
    "audience" "Audience" NOT NULL,
    "rosterVersion" INTEGER NOT NULL,
    "chunkCount" INTEGER NOT NULL,
    "formatVersion" INTEGER NOT NULL DEFAULT 1,
    "storedHour" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "Blob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Chunk" (
    "blobId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,

    CONSTRAINT "Chunk_pkey" PRIMARY KEY ("blobId","index")
);

-- CreateTable
CREATE TABLE "Partner" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "origins" TEXT[],
    "organisationId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PublicKey" (
    "fingerprint" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "encryptionSubkeyId" TEXT,
    "accountId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "PublicKey_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "RootSet" (
    "version" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RootSet_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "RootSetSignature" (
    "rootSetVersion" INTEGER NOT NULL,
    "rootFingerprint" TEXT NOT NULL,
    "armored" TEXT NOT NULL,

    CONSTRAINT "RootSetSignature_pkey" PRIMARY KEY ("rootSetVersion","rootFingerprint")
);

-- CreateTable
CREATE TABLE "Roster" (
    "version" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "renewBy" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Roster_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "RosterSignature" (
    "rosterVersion" INTEGER NOT NULL,
    "rootFingerprint" TEXT NOT NULL,
    "armored" TEXT NOT NULL,

    CONSTRAINT "RosterSignature_pkey" PRIMARY KEY ("rosterVersion","rootFingerprint")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "idempotencyKey" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "status" "OutboxStatus" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "errorCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" BYTEA NOT NULL,
    "count" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "SpentToken" (
    "hash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpentToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Resource" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "languages" TEXT[],
    "regions" TEXT[],
    "emergency" BOOLEAN NOT NULL,
    "emergencyKind" TEXT,
    "access" "ResourceAccess" NOT NULL DEFAULT 'open',
    "status" "ResourceStatus" NOT NULL DEFAULT 'ok',
    "lastVerified" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ResourceText" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "resourceId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "original" BOOLEAN NOT NULL,
    "basedOnVersion" INTEGER,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "responseTime" TEXT,
    "hash" BYTEA NOT NULL,
    "search" tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector(sos_dictionary("language"), sos_unaccent("title")), 'A')
        || setweight(to_tsvector(sos_dictionary("language"), sos_unaccent("summary")), 'B')
    ) STORED,

    CONSTRAINT "ResourceText_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Signature" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "kind" "SignatoryKind" NOT NULL,
    "duplicateHash" BYTEA,
    "nameSealed" BYTEA,
    "emailSealed" BYTEA,
    "country" TEXT,
    "namePublic" BOOLEAN NOT NULL,
    "language" TEXT NOT NULL,
    "textVersion" INTEGER NOT NULL,
    "organisationId" UUID,
    "partnerId" UUID,
    "sealVersion" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignatureEvent" (
    "id" BIGSERIAL NOT NULL,
    "signatureId" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "kind" "SignatureEventKind" NOT NULL,
    "partnerId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "SignatureEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConfirmationCode" (
    "signatureId" UUID NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConfirmationCode_pkey" PRIMARY KEY ("signatureId")
);

-- CreateTable
CREATE TABLE "Tally" (
    "campaignId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "created" INTEGER NOT NULL DEFAULT 0,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Tally_pkey" PRIMARY KEY ("campaignId","partnerId","day")
);

-- CreateTable
CREATE TABLE "RollUp" (
    "id" INTEGER NOT NULL,
    "systemIdentifier" TEXT NOT NULL,
    "xid" xid8 NOT NULL,
    "asOf" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RollUp_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_email_key" ON "Account"("email");

-- CreateIndex
CREATE INDEX "Credential_accountId_kind_idx" ON "Credential"("accountId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_slug_key" ON "Organisation"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_accountId_organisationId_key" ON "Membership"("accountId", "organisationId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_accountId_idx" ON "Session"("accountId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_slug_key" ON "Campaign"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_reference_key" ON "Campaign"("reference");

-- CreateIndex
CREATE INDEX "Campaign_status_opensAt_idx" ON "Campaign"("status", "opensAt");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignText_campaignId_language_version_key" ON "CampaignText"("campaignId", "language", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Addressee_campaignId_position_key" ON "Addressee"("campaignId", "position");

-- CreateIndex
CREATE INDEX "CampaignUpdate_publishedAt_idx" ON "CampaignUpdate"("publishedAt");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignUpdate_campaignId_number_key" ON "CampaignUpdate"("campaignId", "number");

-- CreateIndex
CREATE INDEX "CampaignTransition_campaignId_at_idx" ON "CampaignTransition"("campaignId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignApproval_campaignId_version_approverId_key" ON "CampaignApproval"("campaignId", "version", "approverId");

-- CreateIndex
CREATE INDEX "Case_ownerId_idx" ON "Case"("ownerId");

-- CreateIndex
CREATE INDEX "Case_status_changedHour_idx" ON "Case"("status", "changedHour");

-- CreateIndex
CREATE INDEX "CaseParticipant_accountId_idx" ON "CaseParticipant"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Entry_seipdSha256_key" ON "Entry"("seipdSha256");

-- CreateIndex
CREATE UNIQUE INDEX "Entry_caseId_position_key" ON "Entry"("caseId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_entryId_encryptionSubkeyId_key" ON "Grant"("entryId", "encryptionSubkeyId");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_blobId_encryptionSubkeyId_key" ON "Grant"("blobId", "encryptionSubkeyId");

-- CreateIndex
CREATE UNIQUE INDEX "Blob_entryId_key" ON "Blob"("entryId");

-- CreateIndex
CREATE INDEX "Blob_caseId_idx" ON "Blob"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "Partner_key_key" ON "Partner"("key");

-- CreateIndex
CREATE INDEX "PublicKey_accountId_idx" ON "PublicKey"("accountId");

-- CreateIndex
CREATE INDEX "PublicKey_encryptionSubkeyId_idx" ON "PublicKey"("encryptionSubkeyId");

-- CreateIndex
CREATE UNIQUE INDEX "RootSet_sha256_key" ON "RootSet"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Roster_sha256_key" ON "Roster"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_idempotencyKey_key" ON "Outbox"("idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_messageId_key" ON "Outbox"("messageId");

-- CreateIndex
CREATE INDEX "Outbox_status_nextAttemptAt_idx" ON "Outbox"("status", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "RateLimit_expiresAt_idx" ON "RateLimit"("expiresAt");

-- CreateIndex
CREATE INDEX "SpentToken_expiresAt_idx" ON "SpentToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Resource_slug_key" ON "Resource"("slug");

-- CreateIndex
CREATE INDEX "Resource_category_idx" ON "Resource"("category");

-- CreateIndex
CREATE INDEX "ResourceText_search_idx" ON "ResourceText" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "ResourceText_resourceId_language_version_key" ON "ResourceText"("resourceId", "language", "version");

-- CreateIndex
CREATE INDEX "Signature_campaignId_kind_idx" ON "Signature"("campaignId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Signature_campaignId_duplicateHash_key" ON "Signature"("campaignId", "duplicateHash");

-- CreateIndex
CREATE INDEX "SignatureEvent_xid_idx" ON "SignatureEvent"("xid");

-- CreateIndex
CREATE UNIQUE INDEX "SignatureEvent_signatureId_kind_key" ON "SignatureEvent"("signatureId", "kind");

-- AddForeignKey
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Campaign" ADD CONSTRAINT "Campaign_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignText" ADD CONSTRAINT "CampaignText_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Addressee" ADD CONSTRAINT "Addressee_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AddresseeText" ADD CONSTRAINT "AddresseeText_addresseeId_fkey" FOREIGN KEY ("addresseeId") REFERENCES "Addressee"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignUpdate" ADD CONSTRAINT "CampaignUpdate_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignUpdateText" ADD CONSTRAINT "CampaignUpdateText_updateId_fkey" FOREIGN KEY ("updateId") REFERENCES "CampaignUpdate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignTransition" ADD CONSTRAINT "CampaignTransition_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignApproval" ADD CONSTRAINT "CampaignApproval_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseParticipant" ADD CONSTRAINT "CaseParticipant_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Entry" ADD CONSTRAINT "Entry_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Entry" ADD CONSTRAINT "Entry_rosterVersion_fkey" FOREIGN KEY ("rosterVersion") REFERENCES "Roster"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_blobId_fkey" FOREIGN KEY ("blobId") REFERENCES "Blob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Chunk" ADD CONSTRAINT "Chunk_blobId_fkey" FOREIGN KEY ("blobId") REFERENCES "Blob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Partner" ADD CONSTRAINT "Partner_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PublicKey" ADD CONSTRAINT "PublicKey_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RootSetSignature" ADD CONSTRAINT "RootSetSignature_rootSetVersion_fkey" FOREIGN KEY ("rootSetVersion") REFERENCES "RootSet"("version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RosterSignature" ADD CONSTRAINT "RosterSignature_rosterVersion_fkey" FOREIGN KEY ("rosterVersion") REFERENCES "Roster"("version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ResourceText" ADD CONSTRAINT "ResourceText_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Signature" ADD CONSTRAINT "Signature_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignatureEvent" ADD CONSTRAINT "SignatureEvent_signatureId_fkey" FOREIGN KEY ("signatureId") REFERENCES "Signature"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "Account" ADD CONSTRAINT "Account_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "Case" ADD CONSTRAINT "Case_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "CampaignText" ADD CONSTRAINT "CampaignText_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "AddresseeText" ADD CONSTRAINT "AddresseeText_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "CampaignUpdateText" ADD CONSTRAINT "CampaignUpdateText_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "ResourceText" ADD CONSTRAINT "ResourceText_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "Signature" ADD CONSTRAINT "Signature_language_check" CHECK ("language" ~ '^[a-z]{2}$');
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_language_check" CHECK ("language" ~ '^[a-z]{2}$');

-- Nothing that names a case carries a time finer than the hour (protocol §9).
ALTER TABLE "Case" ADD CONSTRAINT "Case_openedHour_check" CHECK (date_trunc('hour', "openedHour", 'UTC') = "openedHour");
ALTER TABLE "Case" ADD CONSTRAINT "Case_changedHour_check" CHECK (date_trunc('hour', "changedHour", 'UTC') = "changedHour");
ALTER TABLE "Entry" ADD CONSTRAINT "Entry_storedHour_check" CHECK (date_trunc('hour', "storedHour", 'UTC') = "storedHour");
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_storedHour_check" CHECK (date_trunc('hour', "storedHour", 'UTC') = "storedHour");
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_storedHour_check" CHECK (date_trunc('hour', "storedHour", 'UTC') = "storedHour");

ALTER TABLE "Grant" ADD CONSTRAINT "Grant_target_check" CHECK (num_nonnulls("entryId", "blobId") = 1);

CREATE INDEX "ResourceText_title_trigrams" ON "ResourceText" USING GIN (sos_unaccent(lower("title")) gin_trgm_ops);
CREATE INDEX "Resource_organisation_trigrams" ON "Resource" USING GIN (sos_unaccent(lower("organisation")) gin_trgm_ops);

-- History is only ever added to: a bug or a stolen application login cannot rewrite it row by row.
CREATE FUNCTION sos_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of "%" is refused: the table is append-only', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER "SignatureEvent_append_only" BEFORE UPDATE OR DELETE ON "SignatureEvent" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "CampaignTransition_append_only" BEFORE UPDATE OR DELETE ON "CampaignTransition" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "Grant_append_only" BEFORE UPDATE ON "Grant" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "Roster_exact_bytes" BEFORE UPDATE ON "Roster" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "RootSet_exact_bytes" BEFORE UPDATE ON "RootSet" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "Entry_seipd_immutable" BEFORE UPDATE OF "seipd", "seipdSha256", "caseId", "authorId" ON "Entry"
    FOR EACH ROW EXECUTE FUNCTION sos_refuse();

-- A signature changes only by erasure: personal columns become null, a public name stops being public, nothing else moves.
CREATE FUNCTION sos_only_erase_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased "Signature" := OLD;
BEGIN
    IF NEW."duplicateHash" IS NULL THEN erased."duplicateHash" := NULL; END IF;
    IF NEW."nameSealed" IS NULL THEN erased."nameSealed" := NULL; END IF;
    IF NEW."emailSealed" IS NULL THEN erased."emailSealed" := NULL; END IF;
    IF NEW."country" IS NULL THEN erased."country" := NULL; END IF;
    IF NOT NEW."namePublic" THEN erased."namePublic" := false; END IF;
    IF NEW IS DISTINCT FROM erased THEN
        RAISE EXCEPTION 'UPDATE of "Signature" is refused: a signature changes only by erasure';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "Signature_only_erasure" BEFORE UPDATE ON "Signature" FOR EACH ROW EXECUTE FUNCTION sos_only_erase_signature();

-- The text under signatures never changes silently: a new version is a new row.
CREATE FUNCTION sos_frozen_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM "Campaign" WHERE "id" = OLD."campaignId" AND "textVersion" = OLD."version") THEN
        RAISE EXCEPTION '% of "CampaignText" is refused: this version is under signatures', TG_OP;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER "CampaignText_frozen" BEFORE UPDATE OR DELETE ON "CampaignText" FOR EACH ROW EXECUTE FUNCTION sos_frozen_text();
