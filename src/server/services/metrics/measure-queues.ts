import type { ServiceContext } from "@/server/services/service-context";

/** Reads what waits and what is under way in the whole install: the same for every process that looks. */
export async function measureQueues(ctx: ServiceContext): Promise<void> {
  const { storage, metrics } = ctx;
  const now = ctx.clock.now();
  const [pending, logins, connected, breakers] = await Promise.all([
    storage.noticeDeliveries.countPending(),
    storage.loginAttempts.open(),
    storage.connections.countConnected(),
    storage.breakers.list(),
  ]);
  metrics.gauge("notices_pending", pending);
  metrics.gauge("logins_in_flight", logins.length);
  metrics.gauge("active_connections", connected);
  for (const { key, openUntil } of breakers) {
    metrics.gauge("breaker_open", openUntil !== null && openUntil > now ? 1 : 0, breakerLabel(key));
  }
}

/** Broker and kind of call; the hosts between them are for nobody to read. */
function breakerLabel(key: string): string {
  const words = key.split(" ");
  return `${words[0] ?? ""} ${words.at(-1) ?? ""}`;
}
