import {
  type ActivitySync,
  activitySyncSchema,
  fullReadAt,
  readSince,
  withGaps,
} from "@/server/services/portfolio/activity-sync";
import { askBroker } from "@/server/services/portfolio/ask-broker";
import { readCachedReply, writeCachedReply } from "@/server/services/portfolio/cached-reply";
import { changeChunk } from "@/server/services/portfolio/history-chunk";
import { readMonths } from "@/server/services/portfolio/history-months";
import { changeMonth, monthChanges, monthOf } from "@/server/services/portfolio/merge-events";
import { partsRead } from "@/server/services/portfolio/part-states";
import { type Dataset, readDataset } from "@/server/services/portfolio/read-dataset";
import type { Kept, Wish } from "@/server/services/portfolio/reading";
import { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import { checkRows } from "@/server/services/portfolio/row-lines";
import type { ServiceContext } from "@/server/services/service-context";
import { groupBy } from "@/server/services/wheel/engine/group-by";
import type { ConnectionRecord } from "@/server/storage/records";
import { type AccountEvent, accountEventSchema } from "@/shared/schemas/activity";
import type { PartProvenance, ReadingPart } from "@/shared/schemas/trading";

const KIND = "activity";
const PARTS: readonly ReadingPart[] = [
  "stock_orders",
  "option_orders",
  "option_events",
  "dividends",
  "splits",
  "contract_changes",
  "instruments",
  "contracts",
];
const NEVER = new Date(0);

const underWay = new ReadsUnderWay<AccountEvent>();

/**
 * Everything that ever happened in a connection's accounts, by time and then by id: the same array as long as nothing
 * is new. It is kept for good, encrypted by months; a reading asks the broker for what is new. Never throws for the broker's trouble: `parts` tells what could
 * not be read, and a part that has never been read whole is `failed`.
 */
export async function readActivity(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  wish: Wish,
): Promise<{ events: readonly AccountEvent[]; parts: PartProvenance[]; revalidating: boolean }> {
  const { rows, parts, revalidating } = await readDataset(ctx, connection, datasetOf(ctx, connection), wish);
  return { events: rows, parts: [...parts], revalidating };
}

function datasetOf(ctx: ServiceContext, connection: ConnectionRecord): Dataset<AccountEvent> {
  const readSync = () => readCachedReply(ctx, connection, KIND, activitySyncSchema);
  const writeSync = ({ parts, triedAt }: Kept<AccountEvent>, fullAt: Date) => {
    const rows = [{ fullReadAt: fullAt.toISOString() }];
    return writeCachedReply(ctx, connection, KIND, { rows, nextCursor: null, parts, triedAt });
  };
  return {
    key: KIND,
    parts: PARTS,
    underWay,
    load: async () => loadActivity(ctx, connection, await readSync()),
    refresh: async (known, wish) => {
      const triedAt = ctx.clock.now();
      const sync = await readSync();
      const since = readSince(sync, known?.rows ?? [], triedAt, wish);
      const reply = await askBroker(
        ctx,
        connection,
        ({ getActivity }) => getActivity && ((session) => getActivity(session, since)),
        // All of it may take more requests than a minute has; what is new must not keep a page waiting.
        since === null ? "history" : "read",
      );
      const read = await checkRows(accountEventSchema, reply.rows);
      const rows = await mergeActivity(ctx, connection, known?.rows ?? [], read);
      const parts = partsRead(connection.broker, PARTS, reply.failures, known?.parts ?? [], triedAt);
      const next = {
        rows,
        nextCursor: null,
        parts: since === null ? parts : withGaps(parts, known?.parts ?? []),
        triedAt,
      };
      await writeSync(next, since === null ? triedAt : fullReadAt(sync));
      return next;
    },
    keepFailure: async (failed) => writeSync(failed, fullReadAt(await readSync())),
  };
}

/** What is kept. After a disconnect nobody knows how far it was read: it is shown, and read again. */
async function loadActivity(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  sync: ActivitySync | null,
): Promise<Kept<AccountEvent> | null> {
  const past = await readMonths(ctx, connection.id, KIND);
  if (past === null) {
    return null;
  }
  const { events: rows, newestAt } = past;
  if (sync !== null) {
    return { rows, nextCursor: null, parts: sync.parts, triedAt: sync.triedAt };
  }
  if (newestAt === null) {
    return null;
  }
  const asOf = newestAt.toISOString();
  const parts = PARTS.map(
    (part): PartProvenance => ({ part, source: connection.broker, state: "stale", asOf, errorCode: null }),
  );
  return { rows, nextCursor: null, parts, triedAt: NEVER };
}

/** Puts what was read into the months that it changes; all events afterwards. */
async function mergeActivity(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  known: readonly AccountEvent[],
  read: readonly AccountEvent[],
): Promise<AccountEvent[]> {
  const changes = await monthChanges(known, read);
  const months = await groupBy(known, monthOf);
  for (const [period, change] of changes) {
    await changeChunk(ctx, connection, { kind: KIND, period }, accountEventSchema, (events) =>
      changeMonth(events, change),
    );
    months.set(period, changeMonth(months.get(period) ?? [], change));
  }
  return [...months].toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, events]) => events);
}
