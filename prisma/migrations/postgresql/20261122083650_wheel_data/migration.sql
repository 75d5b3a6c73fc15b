-- AlterTable
ALTER TABLE "Notice" ADD COLUMN     "details" TEXT;

-- CreateTable
CREATE TABLE "HistoryChunk" (
    "id" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HistoryChunk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RollDecision" (
    "connectionId" TEXT NOT NULL,
    "rollId" TEXT NOT NULL,
    "joined" BOOLEAN NOT NULL,
    "decidedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RollDecision_pkey" PRIMARY KEY ("connectionId","rollId")
);

-- CreateTable
CREATE TABLE "AttentionDismissal" (
    "ownerId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "stance" TEXT NOT NULL,
    "dismissedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AttentionDismissal_pkey" PRIMARY KEY ("ownerId","key")
);

-- CreateTable
CREATE TABLE "Preference" (
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Preference_pkey" PRIMARY KEY ("ownerId","name")
);

-- CreateTable
CREATE TABLE "CalendarFeed" (
    "ownerId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastReadAt" TIMESTAMP(3),

    CONSTRAINT "CalendarFeed_pkey" PRIMARY KEY ("ownerId")
);

-- CreateIndex
CREATE UNIQUE INDEX "HistoryChunk_connectionId_kind_period_key" ON "HistoryChunk"("connectionId", "kind", "period");

-- CreateIndex
CREATE UNIQUE INDEX "CalendarFeed_tokenHash_key" ON "CalendarFeed"("tokenHash");

-- AddForeignKey
ALTER TABLE "HistoryChunk" ADD CONSTRAINT "HistoryChunk_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollDecision" ADD CONSTRAINT "RollDecision_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttentionDismissal" ADD CONSTRAINT "AttentionDismissal_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preference" ADD CONSTRAINT "Preference_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CalendarFeed" ADD CONSTRAINT "CalendarFeed_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
