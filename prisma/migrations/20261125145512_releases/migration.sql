-- CreateTable
CREATE TABLE "Release" (
    "sha256" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,
    "version" TEXT NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Release_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "ReleaseSignature" (
    "releaseSha256" BYTEA NOT NULL,
    "signerFingerprint" TEXT NOT NULL,
    "armored" TEXT NOT NULL,

    CONSTRAINT "ReleaseSignature_pkey" PRIMARY KEY ("releaseSha256","signerFingerprint")
);

-- AddForeignKey
ALTER TABLE "ReleaseSignature" ADD CONSTRAINT "ReleaseSignature_releaseSha256_fkey" FOREIGN KEY ("releaseSha256") REFERENCES "Release"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;
