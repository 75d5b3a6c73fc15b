import { driveLogins } from "@/server/services/connections/drive-logins";
import type { ServiceContext, Services } from "@/server/services/service-context";

/** How often the database is asked for logins that other processes left behind, milliseconds. */
const IDLE_MS = 5000;
/** At least this long between two rounds, whatever is due. */
const SHORTEST_MS = 200;

/** Background work that can be ended; `stop` resolves when the round in progress is done. */
export interface BackgroundWork {
  stop(): Promise<void>;
}

/**
 * Keeps logins in progress moving: polls prompts, ends what is past its deadline, and takes up after a restart
 * what the process before left waiting.
 */
export function startLoginDriver(services: Services): BackgroundWork {
  const stopping = new AbortController();
  const running = run(services, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(services: Services, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let nextAt: Date | null = null;
    try {
      nextAt = await driveLogins(systemContext(services));
    } catch (error) {
      services.log.error({ err: error }, "logins in progress could not be read");
    }
    await services.clock.sleep(waitMs(nextAt, services.clock.now()), signal);
  }
}

/** A login begun in this process is found at the next round: its first poll is due seconds later anyway. */
function waitMs(nextAt: Date | null, now: Date): number {
  const untilNextMs = nextAt === null ? IDLE_MS : nextAt.getTime() - now.getTime();
  return Math.min(IDLE_MS, Math.max(SHORTEST_MS, untilNextMs));
}

/** The context of work that nobody asked for just now. */
function systemContext(services: Services): ServiceContext {
  return {
    ...services,
    actor: { type: "system" },
    request: { id: services.random.uuid(), ipAddress: null, userAgent: null, interface: "system" },
  };
}
