import type { Broker } from "@/server/brokers/broker";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { BrokerType } from "@/shared/schemas/broker";

/** The owner's connection. Another person's reads as not found: API_RESOURCE_NOT_FOUND. */
export async function loadConnection(
  storage: StorageTx,
  ownerId: string,
  connectionId: string,
): Promise<ConnectionRecord> {
  const connection = await storage.connections.ofOwner(ownerId, connectionId);
  if (connection === null) {
    throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such connection");
  }
  return connection;
}

/**
 * Whether the broker is reached at the hosts that the connection's session and credentials were made with. They
 * must never be sent to others: to the real broker what the sandbox gave, or the other way round.
 */
export function talksToItsHosts(connection: ConnectionRecord, broker: Broker): boolean {
  return connection.hosts === null || connection.hosts === hostsOf(broker);
}

/** The broker's hosts as they are noted on a connection. */
export function hostsOf(broker: Broker): string {
  return broker.description.hosts.toSorted().join(" ");
}

/** The broker of a connection; a broker that this install does not offer is VALIDATION_INVALID_INPUT. */
export function brokerOf(ctx: Pick<ServiceContext, "brokers">, type: BrokerType): Broker {
  const broker = ctx.brokers[type];
  if (broker === undefined) {
    throw new AppError("VALIDATION_INVALID_INPUT", "This install does not offer that broker", {
      fields: { broker: "Choose one of the brokers in the list" },
    });
  }
  return broker;
}
