-- CreateIndex
CREATE INDEX "HistoryChunk_connectionId_kind_period_version_updatedAt_id_idx" ON "HistoryChunk"("connectionId", "kind", "period", "version", "updatedAt", "id");
