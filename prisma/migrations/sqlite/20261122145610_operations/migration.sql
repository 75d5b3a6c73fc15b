-- DropIndex
DROP INDEX "DataKey_ownerId_key";

-- AlterTable
ALTER TABLE "DataKey" ADD COLUMN "retiredAt" DATETIME;

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN "secondFactorAt" DATETIME;

-- CreateTable
CREATE TABLE "MasterKey" (
    "fingerprint" TEXT NOT NULL PRIMARY KEY,
    "source" TEXT NOT NULL,
    "canary" TEXT NOT NULL,
    "firstUsedAt" DATETIME NOT NULL,
    "retiredAt" DATETIME,
    "removedAt" DATETIME
);

-- CreateTable
CREATE TABLE "InstallSecret" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "wrappedKey" TEXT NOT NULL,
    "masterKeyFingerprint" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "KeyRotation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "status" TEXT NOT NULL,
    "cursor" TEXT NOT NULL,
    "done" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "startedById" TEXT,
    "startedBy" TEXT NOT NULL,
    "endedAt" DATETIME,
    "errorCode" TEXT,
    "leaseToken" TEXT,
    "leaseUntil" DATETIME
);

-- CreateTable
CREATE TABLE "ProcessRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "masterKeys" TEXT NOT NULL,
    "settingsVersion" INTEGER NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "endedAt" DATETIME
);

-- CreateTable
CREATE TABLE "SystemSetting" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "updatedBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "SettingChange" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "at" DATETIME NOT NULL,
    "byId" TEXT,
    "by" TEXT NOT NULL,
    "undoes" TEXT
);

-- CreateTable
CREATE TABLE "MetricSample" (
    "minute" DATETIME NOT NULL,
    "processId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "sum" REAL NOT NULL,
    "max" REAL NOT NULL,
    "buckets" TEXT,

    PRIMARY KEY ("minute", "name", "label", "processId")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_InstallState" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "setupCodeHash" TEXT,
    "setupCompletedAt" DATETIME,
    "keyCanary" TEXT,
    "masterKeyFingerprint" TEXT,
    "installId" TEXT,
    "settingsVersion" INTEGER NOT NULL DEFAULT 0,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "restoredAt" DATETIME,
    "restoredFrom" DATETIME
);
INSERT INTO "new_InstallState" ("id", "keyCanary", "masterKeyFingerprint", "setupCodeHash", "setupCompletedAt") SELECT "id", "keyCanary", "masterKeyFingerprint", "setupCodeHash", "setupCompletedAt" FROM "InstallState";
DROP TABLE "InstallState";
ALTER TABLE "new_InstallState" RENAME TO "InstallState";
CREATE TABLE "new_Credential" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "backend" TEXT NOT NULL DEFAULT 'database',
    "ciphertext" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Credential_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Credential" ("ciphertext", "connectionId", "createdAt", "id", "name", "ownerId", "updatedAt") SELECT "ciphertext", "connectionId", "createdAt", "id", "name", "ownerId", "updatedAt" FROM "Credential";
DROP TABLE "Credential";
ALTER TABLE "new_Credential" RENAME TO "Credential";
CREATE UNIQUE INDEX "Credential_connectionId_name_key" ON "Credential"("connectionId", "name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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
