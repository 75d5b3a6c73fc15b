import { listReachable, loadReachable } from "@/server/services/connections/reach";
import type { UserActor } from "@/server/services/permit";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

/**
 * The connections of these ids, or for null all that the actor reaches. Throws API_RESOURCE_NOT_FOUND for one that is
 * another's or out of reach.
 */
export async function chosenConnections(
  storage: StorageTx,
  actor: UserActor,
  connectionIds: readonly string[] | null,
): Promise<ConnectionRecord[]> {
  return connectionIds === null
    ? listReachable(storage, actor)
    : Promise.all([...new Set(connectionIds)].map((id) => loadReachable(storage, actor, id)));
}
