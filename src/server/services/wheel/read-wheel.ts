import type { ShareFacts } from "@/server/brokers/broker";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { BesideWheel, WheelCycle, WheelSource } from "@/shared/schemas/wheel";

/** What is known of the wheel in the accounts of one connection. */
export interface ConnectionWheel {
  readonly connection: ConnectionRecord;
  readonly source: WheelSource;
  readonly cycles: readonly WheelCycle[];
  readonly beside: readonly BesideWheel[];
  /** Of the underlyings that are open, by symbol. */
  readonly shares: ReadonlyMap<string, ShareFacts>;
  readonly revalidating: boolean;
}

/** Rebuilds the wheel of each connection. */
export async function readWheel(
  _ctx: ServiceContext,
  connections: readonly ConnectionRecord[],
  _wish: "cached" | "fresh",
): Promise<ConnectionWheel[]> {
  return connections.map((connection) => ({
    connection,
    source: { connectionId: connection.id, label: connection.label, broker: connection.broker, parts: [] },
    cycles: [],
    beside: [],
    shares: new Map(),
    revalidating: false,
  }));
}
