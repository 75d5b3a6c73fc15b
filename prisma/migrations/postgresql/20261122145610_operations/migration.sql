-- DropIndex
DROP INDEX "DataKey_ownerId_key";

-- AlterTable
ALTER TABLE "InstallState" ADD COLUMN     "epoch" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "installId" TEXT,
ADD COLUMN     "restoredAt" TIMESTAMP(3),
ADD COLUMN     "restoredFrom" TIMESTAMP(3),
ADD COLUMN     "settingsVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "DataKey" ADD COLUMN     "retiredAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "secondFactorAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Credential" ADD COLUMN     "backend" TEXT NOT NULL DEFAULT 'database',
ALTER COLUMN "ciphertext" DROP NOT NULL;

-- CreateTable
CREATE TABLE "MasterKey" (
    "fingerprint" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "canary" TEXT NOT NULL,
    "firstUsedAt" TIMESTAMP(3) NOT NULL,
    "retiredAt" TIMESTAMP(3),
    "removedAt" TIMESTAMP(3),

    CONSTRAINT "MasterKey_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "InstallSecret" (
    "name" TEXT NOT NULL,
    "wrappedKey" TEXT NOT NULL,
    "masterKeyFingerprint" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "InstallSecret_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "KeyRotation" (
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "cursor" TEXT NOT NULL,
    "done" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "startedById" TEXT,
    "startedBy" TEXT NOT NULL,
    "endedAt" TIMESTAMP(3),
    "errorCode" TEXT,
    "leaseToken" TEXT,
    "leaseUntil" TIMESTAMP(3),

    CONSTRAINT "KeyRotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProcessRun" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "masterKeys" TEXT NOT NULL,
    "settingsVersion" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "ProcessRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SystemSetting" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "SystemSetting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "SettingChange" (
    "seq" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "byId" TEXT,
    "by" TEXT NOT NULL,
    "undoes" TEXT,

    CONSTRAINT "SettingChange_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "MetricSample" (
    "minute" TIMESTAMP(3) NOT NULL,
    "processId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION NOT NULL,
    "buckets" TEXT,

    CONSTRAINT "MetricSample_pkey" PRIMARY KEY ("minute","name","label","processId")
);

-- CreateIndex
CREATE INDEX "KeyRotation_status_idx" ON "KeyRotation"("status");

-- CreateIndex
CREATE INDEX "ProcessRun_seenAt_idx" ON "ProcessRun"("seenAt");

-- CreateIndex
CREATE UNIQUE INDEX "SettingChange_id_key" ON "SettingChange"("id");

-- CreateIndex
CREATE INDEX "SettingChange_name_seq_idx" ON "SettingChange"("name", "seq");

-- CreateIndex
CREATE INDEX "DataKey_ownerId_retiredAt_idx" ON "DataKey"("ownerId", "retiredAt");
