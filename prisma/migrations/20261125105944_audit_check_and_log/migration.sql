-- CreateTable
CREATE TABLE "AuditCheck" (
    "id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" INTEGER NOT NULL,
    "findings" INTEGER NOT NULL,

    CONSTRAINT "AuditCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LogLeaf" (
    "index" INTEGER NOT NULL,
    "leaf" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "salt" BYTEA NOT NULL,
    "reference" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LogLeaf_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "LogCosignature" (
    "size" INTEGER NOT NULL,
    "keyName" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LogCosignature_pkey" PRIMARY KEY ("size","keyName")
);

-- CreateIndex
CREATE UNIQUE INDEX "LogLeaf_leaf_key" ON "LogLeaf"("leaf");

-- CreateIndex
CREATE UNIQUE INDEX "LogLeaf_kind_sha256_key" ON "LogLeaf"("kind", "sha256");

-- The log only grows: whoever takes something back from it has to drop this first, and is found by whoever saw the head before.
CREATE TRIGGER "LogLeaf_append_only" BEFORE UPDATE OR DELETE ON "LogLeaf" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
CREATE TRIGGER "LogLeaf_never_emptied" BEFORE TRUNCATE ON "LogLeaf" FOR EACH STATEMENT EXECUTE FUNCTION sos_refuse();
ALTER TABLE "LogLeaf" ADD CONSTRAINT "LogLeaf_index_from_zero" CHECK ("index" >= 0);
ALTER TABLE "LogLeaf" ADD CONSTRAINT "LogLeaf_hashes" CHECK (octet_length("leaf") = 32 AND octet_length("sha256") = 32 AND octet_length("salt") = 32);
ALTER TABLE "LogLeaf" ADD CONSTRAINT "LogLeaf_kind_known" CHECK ("kind" IN ('roots', 'roster', 'release', 'audit', 'lost'));
