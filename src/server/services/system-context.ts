import { logOf } from "@/server/observability/logger";
import type { ServiceContext, Services } from "@/server/services/service-context";

/**
 * The context of work that nobody asked for just now. Each act has one of its own: its request id is its flight, and
 * stands in each line that it logs.
 */
export function systemContext(services: Services): ServiceContext {
  const id = services.random.uuid();
  return {
    ...services,
    log: logOf(services.log, { requestId: id }),
    actor: { type: "system" },
    request: { id, ipAddress: null, userAgent: null, interface: "system" },
  };
}
