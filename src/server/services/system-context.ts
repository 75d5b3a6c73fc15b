import type { ServiceContext, Services } from "@/server/services/service-context";

/** The context of work that nobody asked for just now. Each act has one of its own: its request id is its flight. */
export function systemContext(services: Services): ServiceContext {
  return {
    ...services,
    actor: { type: "system" },
    request: { id: services.random.uuid(), ipAddress: null, userAgent: null, interface: "system" },
  };
}
