import type { ZodType } from "zod";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { Secret } from "@/shared/secret";

/** The last good answer of one kind, or null. An entry that cannot be read any more counts as none. */
export async function readCachedReply<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  kind: string,
  schema: ZodType<T>,
): Promise<{ value: T; fetchedAt: Date } | null> {
  const row = await ctx.storage.cachedReplies.get(connection.id, kind);
  if (row === null) {
    return null;
  }
  try {
    const text = await ctx.cipher.decrypt(ctx.storage, bindingOf(row.id, connection, kind), row.ciphertext);
    return { value: schema.parse(JSON.parse(text.reveal())), fetchedAt: row.fetchedAt };
  } catch (error) {
    ctx.log.warn({ err: error, connectionId: connection.id, kind }, "a cached reply was unreadable");
    return null;
  }
}

/** Keeps an answer, encrypted, unless the connection ended while it was on its way. */
export async function writeCachedReply(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  kind: string,
  value: unknown,
  fetchedAt: Date,
): Promise<void> {
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
      ciphertext: await ctx.cipher.encrypt(
        tx,
        bindingOf(id, connection, kind),
        new Secret(JSON.stringify(value)),
      ),
      fetchedAt,
    });
  });
}

function bindingOf(rowId: string, connection: ConnectionRecord, kind: string) {
  return { table: "cached_reply", rowId, ownerId: connection.ownerId, field: kind } as const;
}
