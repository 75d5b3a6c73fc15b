import { type ZodType, z } from "zod";
import type { Kept } from "@/server/services/portfolio/reading";
import { fromLines, toLines } from "@/server/services/portfolio/row-lines";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { partProvenanceSchema } from "@/shared/schemas/trading";
import { Secret } from "@/shared/secret";

/** The first line of a kept reply; the rows follow. */
const headSchema = z.object({ nextCursor: z.string().nullable(), parts: z.array(partProvenanceSchema) });

/** What is known of one kind, or null. An entry that cannot be read any more counts as none. */
export async function readCachedReply<Row>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  kind: string,
  rowSchema: ZodType<Row>,
): Promise<Kept<Row> | null> {
  const row = await ctx.storage.cachedReplies.get(connection.id, kind);
  if (row === null) {
    return null;
  }
  try {
    const text = await ctx.cipher.decrypt(ctx.storage, bindingOf(row.id, connection, kind), row.ciphertext);
    const [head = "", ...lines] = text.reveal().split("\n");
    const { nextCursor, parts } = headSchema.parse(JSON.parse(head));
    return { rows: await fromLines(rowSchema, lines), nextCursor, parts, triedAt: row.fetchedAt };
  } catch (error) {
    ctx.log.warn({ err: error, connectionId: connection.id, kind }, "a cached reply was unreadable");
    return null;
  }
}

/** Keeps what is known, encrypted, unless the connection ended while it was on its way. */
export async function writeCachedReply<Row>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  kind: string,
  { rows, nextCursor, parts, triedAt }: Kept<Row>,
): Promise<void> {
  const text = [JSON.stringify({ nextCursor, parts }), ...(await toLines(rows))].join("\n");
  await ctx.storage.transaction(async (tx) => {
    if ((await tx.connections.byId(connection.id))?.status !== "connected") {
      return;
    }
    const id = (await tx.cachedReplies.get(connection.id, kind))?.id ?? ctx.random.uuid();
    await tx.cachedReplies.put({
      id,
      connectionId: connection.id,
      ownerId: connection.ownerId,
      kind,
      ciphertext: await ctx.cipher.encrypt(tx, bindingOf(id, connection, kind), new Secret(text)),
      fetchedAt: triedAt,
    });
  });
}

function bindingOf(rowId: string, connection: ConnectionRecord, kind: string) {
  return { table: "cached_reply", rowId, ownerId: connection.ownerId, field: kind } as const;
}
