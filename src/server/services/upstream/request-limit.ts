import { brokerOf } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerType } from "@/shared/schemas/broker";

/** Requests of one connection in any 60 seconds: as the settings say, else the broker's own limit. */
export function requestLimit(ctx: Pick<ServiceContext, "brokers" | "settings">, broker: BrokerType): number {
  return ctx.settings.requestsPerMinute ?? brokerOf(ctx, broker).description.limits.requestsPerMinute;
}
