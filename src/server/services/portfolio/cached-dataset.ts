import type { ZodType } from "zod";
import type { PartialReply } from "@/server/brokers/broker";
import { askBroker, type BrokerRead } from "@/server/services/portfolio/ask-broker";
import { readCachedReply, writeCachedReply } from "@/server/services/portfolio/cached-reply";
import { partsRead } from "@/server/services/portfolio/part-states";
import type { Dataset } from "@/server/services/portfolio/read-dataset";
import type { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import { checkRows } from "@/server/services/portfolio/row-lines";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { ReadingPart } from "@/shared/schemas/trading";

interface CachedDatasetOptions<Row> {
  readonly key: string;
  readonly parts: readonly ReadingPart[];
  readonly underWay: ReadsUnderWay<Row>;
  readonly rowSchema: ZodType<Row>;
  readonly read: BrokerRead<PartialReply<Row> & { readonly nextCursor?: string | null }>;
  /** Puts what is known in place of what the failed parts would have given. */
  readonly mend: (rows: readonly Row[], known: readonly Row[], failed: ReadonlySet<ReadingPart>) => Row[];
}

/** A dataset that a broker gives whole at each reading, kept as its last reply. */
export function cachedDataset<Row>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  options: CachedDatasetOptions<Row>,
): Dataset<Row> {
  const { key, parts, underWay, rowSchema, read, mend } = options;
  return {
    key,
    parts,
    underWay,
    load: () => readCachedReply(ctx, connection, key, rowSchema),
    refresh: async (known) => {
      const triedAt = ctx.clock.now();
      const { rows, failures, nextCursor = null } = await askBroker(ctx, connection, read);
      const checked = await checkRows(rowSchema, rows);
      const next = {
        rows: mend(checked, known?.rows ?? [], new Set(failures.map(({ part }) => part))),
        nextCursor,
        parts: partsRead(connection.broker, parts, failures, known?.parts ?? [], triedAt),
        triedAt,
      };
      await writeCachedReply(ctx, connection, key, next);
      return next;
    },
    keepFailure: (failed) => writeCachedReply(ctx, connection, key, failed),
  };
}
