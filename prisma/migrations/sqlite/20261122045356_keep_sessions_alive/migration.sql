-- CreateTable
CREATE TABLE "SessionAttempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME NOT NULL,
    "outcome" TEXT NOT NULL,
    "step" TEXT,
    "errorCode" TEXT,
    CONSTRAINT "SessionAttempt_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RequestWindow" (
    "connectionId" TEXT NOT NULL PRIMARY KEY,
    "sentAt" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Breaker" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "trips" INTEGER NOT NULL,
    "openUntil" DATETIME,
    "probeToken" TEXT,
    "probeUntil" DATETIME,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "FlightRecord" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "connectionId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "flightId" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "details" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Notice" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "connectionId" TEXT,
    "label" TEXT,
    "broker" TEXT,
    "errorCode" TEXT,
    "nextAction" TEXT,
    "deadlineAt" DATETIME,
    "dedupeKey" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "readAt" DATETIME,
    "resolvedAt" DATETIME,
    CONSTRAINT "Notice_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NoticeChannel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "secretCipher" TEXT,
    "maskedTarget" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "quietHours" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "lastDeliveredAt" DATETIME,
    "lastFailedAt" DATETIME,
    "lastErrorCode" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "NoticeChannel_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NoticeDelivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "noticeId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "lineKey" TEXT NOT NULL,
    "noticeSeq" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextAttemptAt" DATETIME NOT NULL,
    "leaseToken" TEXT,
    "leaseUntil" DATETIME,
    "errorCode" TEXT,
    "createdAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "NoticeDelivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "NoticeDelivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "NoticeChannel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Connection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "broker" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "health" TEXT NOT NULL,
    "nextAction" TEXT NOT NULL,
    "notBefore" DATETIME,
    "errorCode" TEXT,
    "loginName" TEXT,
    "accounts" TEXT NOT NULL,
    "accountFingerprint" TEXT,
    "revokedAtBroker" BOOLEAN,
    "hosts" TEXT,
    "lastConnectedAt" DATETIME,
    "lastFailureAt" DATETIME,
    "failedDays" INTEGER NOT NULL DEFAULT 0,
    "lastFailedDay" TEXT,
    "nextAttemptAt" DATETIME,
    "autoLoginAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "Connection_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Connection" ("access", "accountFingerprint", "accounts", "broker", "createdAt", "errorCode", "health", "hosts", "id", "label", "lastConnectedAt", "lastFailureAt", "loginName", "nextAction", "notBefore", "ownerId", "revokedAtBroker", "status", "updatedAt", "version") SELECT "access", "accountFingerprint", "accounts", "broker", "createdAt", "errorCode", "health", "hosts", "id", "label", "lastConnectedAt", "lastFailureAt", "loginName", "nextAction", "notBefore", "ownerId", "revokedAtBroker", "status", "updatedAt", "version" FROM "Connection";
DROP TABLE "Connection";
ALTER TABLE "new_Connection" RENAME TO "Connection";
CREATE INDEX "Connection_ownerId_createdAt_idx" ON "Connection"("ownerId", "createdAt");
CREATE INDEX "Connection_status_nextAttemptAt_idx" ON "Connection"("status", "nextAttemptAt");
-- Sessions from before count as issued when they began and are looked at by the keeper at once.
CREATE TABLE "new_BrokerSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "credentialVersion" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "hardExpiresAt" DATETIME,
    "lastActivityAt" DATETIME NOT NULL,
    "leaseToken" TEXT,
    "leaseUntil" DATETIME,
    "exchangePendingAt" DATETIME,
    "issuedAt" DATETIME NOT NULL,
    "refreshable" BOOLEAN NOT NULL,
    "keepAt" DATETIME,
    "deadlineNoticed" INTEGER,
    CONSTRAINT "BrokerSession_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_BrokerSession" ("ciphertext", "connectionId", "createdAt", "credentialVersion", "exchangePendingAt", "expiresAt", "hardExpiresAt", "id", "lastActivityAt", "leaseToken", "leaseUntil", "ownerId", "status", "issuedAt", "refreshable", "keepAt") SELECT "ciphertext", "connectionId", "createdAt", "credentialVersion", "exchangePendingAt", "expiresAt", "hardExpiresAt", "id", "lastActivityAt", "leaseToken", "leaseUntil", "ownerId", "status", "createdAt", true, "createdAt" FROM "BrokerSession";
DROP TABLE "BrokerSession";
ALTER TABLE "new_BrokerSession" RENAME TO "BrokerSession";
CREATE UNIQUE INDEX "BrokerSession_connectionId_key" ON "BrokerSession"("connectionId");
CREATE INDEX "BrokerSession_keepAt_idx" ON "BrokerSession"("keepAt");
CREATE INDEX "BrokerSession_ownerId_idx" ON "BrokerSession"("ownerId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "SessionAttempt_connectionId_startedAt_idx" ON "SessionAttempt"("connectionId", "startedAt");

-- CreateIndex
CREATE INDEX "FlightRecord_connectionId_seq_idx" ON "FlightRecord"("connectionId", "seq");

-- CreateIndex
CREATE INDEX "FlightRecord_at_idx" ON "FlightRecord"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_id_key" ON "Notice"("id");

-- CreateIndex
CREATE INDEX "Notice_ownerId_seq_idx" ON "Notice"("ownerId", "seq");

-- CreateIndex
CREATE INDEX "Notice_connectionId_kind_idx" ON "Notice"("connectionId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_ownerId_dedupeKey_key" ON "Notice"("ownerId", "dedupeKey");

-- CreateIndex
CREATE INDEX "NoticeChannel_ownerId_createdAt_idx" ON "NoticeChannel"("ownerId", "createdAt");

-- CreateIndex
CREATE INDEX "NoticeDelivery_status_nextAttemptAt_idx" ON "NoticeDelivery"("status", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "NoticeDelivery_lineKey_noticeSeq_idx" ON "NoticeDelivery"("lineKey", "noticeSeq");

-- CreateIndex
CREATE INDEX "NoticeDelivery_channelId_status_idx" ON "NoticeDelivery"("channelId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "NoticeDelivery_noticeId_channelId_key" ON "NoticeDelivery"("noticeId", "channelId");
