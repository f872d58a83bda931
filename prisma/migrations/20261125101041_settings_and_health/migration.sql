-- CreateTable
CREATE TABLE "ProcessBeat" (
    "id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "build" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProcessBeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InternalError" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "errorClass" TEXT NOT NULL,

    CONSTRAINT "InternalError_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "changedBy" UUID,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Switch" (
    "name" TEXT NOT NULL,
    "stopped" BOOLEAN NOT NULL,
    "until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "changedBy" UUID,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Switch_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "ProcessBeat_seenAt_idx" ON "ProcessBeat"("seenAt");

-- CreateIndex
CREATE INDEX "InternalError_at_idx" ON "InternalError"("at");
