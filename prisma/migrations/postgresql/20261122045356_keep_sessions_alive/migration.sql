-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "autoLoginAt" TIMESTAMP(3),
ADD COLUMN     "failedDays" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lastFailedDay" TEXT,
ADD COLUMN     "nextAttemptAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "BrokerSession" ADD COLUMN     "deadlineNoticed" INTEGER,
ADD COLUMN     "issuedAt" TIMESTAMP(3),
ADD COLUMN     "keepAt" TIMESTAMP(3),
ADD COLUMN     "refreshable" BOOLEAN NOT NULL DEFAULT true;

-- Sessions from before count as issued when they began and are looked at by the keeper at once.
UPDATE "BrokerSession" SET "issuedAt" = "createdAt", "keepAt" = "createdAt";
ALTER TABLE "BrokerSession" ALTER COLUMN "issuedAt" SET NOT NULL, ALTER COLUMN "refreshable" DROP DEFAULT;

-- CreateTable
CREATE TABLE "SessionAttempt" (
    "id" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "step" TEXT,
    "errorCode" TEXT,

    CONSTRAINT "SessionAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestWindow" (
    "connectionId" TEXT NOT NULL,
    "sentAt" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RequestWindow_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "Breaker" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "trips" INTEGER NOT NULL,
    "openUntil" TIMESTAMP(3),
    "probeToken" TEXT,
    "probeUntil" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Breaker_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "FlightRecord" (
    "seq" SERIAL NOT NULL,
    "connectionId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "flightId" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "details" TEXT NOT NULL,

    CONSTRAINT "FlightRecord_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "Notice" (
    "seq" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "connectionId" TEXT,
    "label" TEXT,
    "broker" TEXT,
    "errorCode" TEXT,
    "nextAction" TEXT,
    "deadlineAt" TIMESTAMP(3),
    "dedupeKey" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "readAt" TIMESTAMP(3),
    "resolvedAt" TIMESTAMP(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "NoticeChannel" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "secretCipher" TEXT,
    "maskedTarget" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "quietHours" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "lastDeliveredAt" TIMESTAMP(3),
    "lastFailedAt" TIMESTAMP(3),
    "lastErrorCode" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NoticeChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeDelivery" (
    "id" TEXT NOT NULL,
    "noticeId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "lineKey" TEXT NOT NULL,
    "noticeSeq" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL,
    "leaseToken" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "errorCode" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "NoticeDelivery_pkey" PRIMARY KEY ("id")
);

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

-- CreateIndex
CREATE INDEX "Connection_status_nextAttemptAt_idx" ON "Connection"("status", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "BrokerSession_keepAt_idx" ON "BrokerSession"("keepAt");

-- CreateIndex
CREATE INDEX "BrokerSession_ownerId_idx" ON "BrokerSession"("ownerId");

-- AddForeignKey
ALTER TABLE "SessionAttempt" ADD CONSTRAINT "SessionAttempt_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeChannel" ADD CONSTRAINT "NoticeChannel_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeDelivery" ADD CONSTRAINT "NoticeDelivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeDelivery" ADD CONSTRAINT "NoticeDelivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "NoticeChannel"("id") ON DELETE CASCADE ON UPDATE CASCADE;
