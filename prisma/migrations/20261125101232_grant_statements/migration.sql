-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "statement" BYTEA,
ADD COLUMN     "statementSignature" TEXT;
