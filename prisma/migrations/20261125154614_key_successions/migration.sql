-- CreateTable
CREATE TABLE "KeySuccession" (
    "fromFingerprint" TEXT NOT NULL,
    "toFingerprint" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "fromSignature" TEXT NOT NULL,
    "toSignature" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeySuccession_pkey" PRIMARY KEY ("fromFingerprint")
);

-- CreateIndex
CREATE UNIQUE INDEX "KeySuccession_toFingerprint_key" ON "KeySuccession"("toFingerprint");

-- AddForeignKey
ALTER TABLE "KeySuccession" ADD CONSTRAINT "KeySuccession_fromFingerprint_fkey" FOREIGN KEY ("fromFingerprint") REFERENCES "PublicKey"("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeySuccession" ADD CONSTRAINT "KeySuccession_toFingerprint_fkey" FOREIGN KEY ("toFingerprint") REFERENCES "PublicKey"("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "KeySuccession_append_only" BEFORE UPDATE OR DELETE ON "KeySuccession" FOR EACH ROW EXECUTE FUNCTION sos_refuse();
