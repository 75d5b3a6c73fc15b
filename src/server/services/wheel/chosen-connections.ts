import { loadConnection } from "@/server/services/connections/load-connection";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

/** The owner's connections of these ids, or all of them for null. Throws API_RESOURCE_NOT_FOUND for another's. */
export async function chosenConnections(
  storage: StorageTx,
  ownerId: string,
  connectionIds: readonly string[] | null,
): Promise<ConnectionRecord[]> {
  return connectionIds === null
    ? storage.connections.listOf(ownerId)
    : Promise.all([...new Set(connectionIds)].map((id) => loadConnection(storage, ownerId, id)));
}
