import type { BrokerCalls } from "@/server/brokers/broker";
import { brokerOf } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import type { CallKind } from "@/server/services/upstream/call-kind";
import { connectionGate } from "@/server/services/upstream/connection-gate";
import type { ConnectionRecord } from "@/server/storage/records";

/** The broker's calls for one connection, each behind the connection's gate: the only way to reach a broker. */
export function brokerCalls(
  ctx: ServiceContext,
  connection: Pick<ConnectionRecord, "id" | "broker">,
  kind: CallKind,
): BrokerCalls {
  return brokerOf(ctx, connection.broker).through(connectionGate(ctx, connection, kind));
}
