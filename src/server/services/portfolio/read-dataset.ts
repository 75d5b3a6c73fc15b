import { readInBackground } from "@/server/services/portfolio/background-reads";
import { ageMs, partsAged, partsFailed } from "@/server/services/portfolio/part-states";
import type { Kept, Reading, Wish } from "@/server/services/portfolio/reading";
import type { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { codeOf } from "@/shared/code-of";
import type { ReadingPart } from "@/shared/schemas/trading";

/** A reading older than this is not shown any more while a newer one is fetched: the reader waits. */
const MOST_STALE_MS = 24 * 3_600_000;

/** Rows of one kind of a connection: what they consist of, where they are kept and how they are read. */
export interface Dataset<Row> {
  /** Unlike that of every other dataset of a connection. */
  readonly key: string;
  readonly parts: readonly ReadingPart[];
  readonly underWay: ReadsUnderWay<Row>;
  /** What is known, or null. */
  load(): Promise<Kept<Row> | null>;
  /** Asks the broker and keeps the answer. Throws when nothing could be read. */
  refresh(known: Kept<Row> | null, wish: Wish): Promise<Kept<Row>>;
  /** Keeps that the broker was asked in vain. */
  keepFailure(failed: Kept<Row>): Promise<void>;
}

/**
 * Reads a dataset: as it is known while that is fresh (`dataCacheSeconds`); the known one at once, told as `stale`,
 * while a newer one is fetched in the background; or after waiting, when nothing is known, it is too old or a fresh
 * one is wished. Readers at the same time share one call. The broker's trouble is told in the parts, never thrown.
 */
export async function readDataset<Row>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  dataset: Dataset<Row>,
  wish: Wish,
): Promise<Reading<Row>> {
  const known = await dataset.load();
  if (known !== null && wish === "cached") {
    const now = ctx.clock.now();
    if (now.getTime() - known.triedAt.getTime() < ctx.settings.dataCacheSeconds * 1000) {
      ctx.metrics.count("cache_reads", 1, "hit");
      return readingOf(known, false);
    }
    if (connection.status === "connected" && ageMs(known.parts, now) < MOST_STALE_MS) {
      const what = { connectionId: connection.id, key: dataset.key };
      ctx.metrics.count("cache_reads", 1, "stale");
      readInBackground(ctx, readNow(ctx, connection, dataset, known, wish), what);
      return readingOf({ ...known, parts: partsAged(known.parts) }, true);
    }
  }
  ctx.metrics.count("cache_reads", 1, "miss");
  return readingOf(await readNow(ctx, connection, dataset, known, wish), false);
}

function readingOf<Row>({ rows, nextCursor, parts }: Kept<Row>, revalidating: boolean): Reading<Row> {
  return { rows, nextCursor, parts, revalidating };
}

function readNow<Row>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  dataset: Dataset<Row>,
  known: Kept<Row> | null,
  wish: Wish,
): Promise<Kept<Row>> {
  return dataset.underWay.join(ctx, `${connection.id} ${dataset.key}`, async () => {
    const done = beginRead(ctx);
    try {
      return await dataset.refresh(known, wish);
    } catch (error) {
      const code = codeOf(error);
      if (code === "API_UNEXPECTED") {
        ctx.log.error({ err: error, connectionId: connection.id, key: dataset.key }, "a reading failed");
      }
      const failed: Kept<Row> = {
        rows: known?.rows ?? [],
        nextCursor: known?.nextCursor ?? null,
        parts: partsFailed(connection.broker, dataset.parts, known?.parts ?? [], code),
        triedAt: ctx.clock.now(),
      };
      if (known !== null) {
        await dataset.keepFailure(failed);
      }
      return failed;
    } finally {
      done();
    }
  });
}

/** How many readings are under way, by the figures that each process has one set of. */
const underWay = new WeakMap<ServiceContext["metrics"], number>();

/** Counts one more reading under way, until what it returns is called. */
function beginRead({ metrics }: ServiceContext): () => void {
  const add = (by: 1 | -1) => {
    const count = (underWay.get(metrics) ?? 0) + by;
    underWay.set(metrics, count);
    metrics.gauge("reads_under_way", count);
  };
  add(1);
  return () => add(-1);
}
