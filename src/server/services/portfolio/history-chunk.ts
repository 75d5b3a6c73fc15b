import type { ZodType } from "zod";
import { fromLines, toLines } from "@/server/services/portfolio/row-lines";
import type { ServiceContext } from "@/server/services/service-context";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { ConnectionRecord } from "@/server/storage/records";
import type { HistoryChunkRecord, HistoryKind } from "@/server/storage/trading-records";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/** The rows of a month. One that cannot be read any more counts as empty: null, and a line in the log. */
export async function readChunk<Row>(
  ctx: ServiceContext,
  chunk: HistoryChunkRecord,
  rowSchema: ZodType<Row>,
): Promise<Row[] | null> {
  try {
    const text = await ctx.cipher.decrypt(ctx.storage, bindingOf(chunk), chunk.ciphertext);
    // A month that its last row left is an empty text.
    return await fromLines(rowSchema, text.reveal().split("\n").filter(Boolean));
  } catch (error) {
    const { connectionId, kind, period } = chunk;
    ctx.log.warn({ err: error, connectionId, kind, period }, "a month of history was unreadable");
    return null;
  }
}

/** Changes the rows of a month, or begins it. `change` is asked again when another process was faster. */
export async function changeChunk<Row>(
  ctx: ServiceContext,
  { id: connectionId, ownerId }: Pick<ConnectionRecord, "id" | "ownerId">,
  { kind, period }: { readonly kind: HistoryKind; readonly period: string },
  rowSchema: ZodType<Row>,
  change: (rows: readonly Row[]) => readonly Row[],
): Promise<void> {
  const { historyChunks } = ctx.storage;
  await writeAgainOnConflict(async () => {
    const chunk = await historyChunks.get(connectionId, kind, period);
    const rows = chunk === null ? [] : ((await readChunk(ctx, chunk, rowSchema)) ?? []);
    const row = { id: chunk?.id ?? ctx.random.uuid(), connectionId, ownerId, kind, period };
    const text = new Secret((await toLines(change(rows))).join("\n"));
    const ciphertext = await ctx.cipher.encrypt(ctx.storage, bindingOf(row), text);
    const changes = { ciphertext, updatedAt: ctx.clock.now() };
    const written =
      chunk === null
        ? await historyChunks.add({ ...row, ...changes, version: 1 })
        : await historyChunks.replace(chunk.id, chunk.version, changes);
    if (!written) {
      throw new AppError("API_CONFLICT");
    }
  });
}

function bindingOf({
  id,
  ownerId,
  kind,
  period,
}: Pick<HistoryChunkRecord, "id" | "ownerId" | "kind" | "period">) {
  return { table: "history_chunk", rowId: id, ownerId, field: `${kind} ${period}` } as const;
}
