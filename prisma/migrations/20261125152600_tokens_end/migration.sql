-- By hand. A token ends with what it was made for, and does not come alive again with it: whoever comes back makes a new one.
CREATE FUNCTION sos_end_tokens_of_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "AccessToken" SET "revokedAt" = now() WHERE "membershipId" = NEW."id" AND "revokedAt" IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER "Membership_ends_tokens" AFTER UPDATE OF "until", "roles" ON "Membership" FOR EACH ROW
    WHEN ((NEW."until" IS NOT NULL AND OLD."until" IS NULL) OR ('partner' = ANY(OLD."roles") AND NOT 'partner' = ANY(NEW."roles")))
    EXECUTE FUNCTION sos_end_tokens_of_membership();

CREATE FUNCTION sos_end_tokens_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "AccessToken" t SET "revokedAt" = now()
        FROM "Membership" m WHERE m."id" = t."membershipId" AND m."accountId" = NEW."id" AND t."revokedAt" IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER "Account_ends_tokens" AFTER UPDATE OF "status" ON "Account" FOR EACH ROW
    WHEN (OLD."status" = 'active' AND NEW."status" = 'suspended') EXECUTE FUNCTION sos_end_tokens_of_account();

-- Those that only slept until now.
UPDATE "AccessToken" t SET "revokedAt" = now()
    FROM "Membership" m JOIN "Account" a ON a."id" = m."accountId"
    WHERE m."id" = t."membershipId" AND t."revokedAt" IS NULL
        AND (m."until" <= now() OR a."status" = 'suspended' OR NOT 'partner' = ANY(m."roles"));
