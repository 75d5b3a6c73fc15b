import type { UpkeepPolicy } from "@/server/services/broker-sessions/session-upkeep";
import { brokerOf } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerType } from "@/shared/schemas/broker";

/** How sessions of a broker are kept, from its description and the settings. */
export function upkeepPolicyOf(
  ctx: Pick<ServiceContext, "brokers" | "settings">,
  broker: BrokerType,
): UpkeepPolicy {
  return {
    upkeep: brokerOf(ctx, broker).description.upkeep,
    refreshThresholdSeconds: ctx.settings.refreshThresholdSeconds,
    deadlineLeadSeconds: ctx.settings.deadlineLeadSeconds,
  };
}
