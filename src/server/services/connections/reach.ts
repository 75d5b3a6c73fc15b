import { loadConnection } from "@/server/services/connections/load-connection";
import type { UserActor } from "@/server/services/permit";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Whether a list of a token's reach, null being everything, holds the value. */
const holds = (list: readonly string[] | null, value: string): boolean =>
  list === null || list.includes(value);

/** Whether the actor reaches one of their own connections: a token may be limited to some brokers and connections. */
export function reachesConnection(
  actor: UserActor,
  connection: Pick<ConnectionRecord, "id" | "broker">,
): boolean {
  const reach = actor.token?.grant.reach;
  return (
    reach === undefined ||
    (holds(reach.brokers, connection.broker) && holds(reach.connectionIds, connection.id))
  );
}

/** Whether the actor reaches an account of a connection that they reach. */
export function reachesAccount(actor: UserActor, accountId: string): boolean {
  const reach = actor.token?.grant.reach;
  return reach === undefined || holds(reach.accountIds, accountId);
}

/** Whether nothing of the person's is out of the actor's reach. */
export function reachesEverything(actor: UserActor): boolean {
  const reach = actor.token?.grant.reach;
  return reach === undefined || Object.values(reach).every((list) => list === null);
}

/** Throws API_SCOPE_MISSING for a token with any limit to its reach. */
export function requireWholeReach(actor: UserActor): void {
  if (!reachesEverything(actor)) {
    throw new AppError("API_SCOPE_MISSING", "A token with a limited reach can't do this");
  }
}

/** Throws API_SCOPE_MISSING for a token that is limited to accounts: what is asked for can't be told by account. */
export function requireAllAccounts(actor: UserActor): void {
  if (actor.token !== undefined && actor.token.grant.reach.accountIds !== null) {
    throw new AppError("API_SCOPE_MISSING", "A token that is limited to accounts can't do this");
  }
}

/**
 * A connection's view without accounts that the actor does not reach. It names accounts by their masked numbers alone,
 * so a token that is limited to accounts is told of none.
 */
export function withinReach(actor: UserActor, view: ConnectionView): ConnectionView {
  return actor.token === undefined || actor.token.grant.reach.accountIds === null
    ? view
    : { ...view, accounts: [] };
}

/** The actor's connection. One out of reach reads as not found, like another person's: API_RESOURCE_NOT_FOUND. */
export async function loadReachable(
  storage: StorageTx,
  actor: UserActor,
  connectionId: string,
): Promise<ConnectionRecord> {
  const connection = await loadConnection(storage, actor.userId, connectionId);
  if (!reachesConnection(actor, connection)) {
    throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such connection");
  }
  return connection;
}

/** All connections that the actor reaches, oldest first. */
export async function listReachable(storage: StorageTx, actor: UserActor): Promise<ConnectionRecord[]> {
  const connections = await storage.connections.listOf(actor.userId);
  return connections.filter((connection) => reachesConnection(actor, connection));
}
