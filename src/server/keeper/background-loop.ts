import { inSpan } from "@/server/observability/traces";
import type { ServiceContext, Services } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { codeOf } from "@/shared/code-of";
import { errorClassOf } from "@/shared/error-class";

const AFTER_FAILURE_MS = 60_000;

/** Background work that can be ended; `stop` resolves when the round in progress is done. */
export interface BackgroundWork {
  stop(): Promise<void>;
}

/** One kind of work that comes again and again. */
export interface LoopOptions {
  /** For the log. */
  readonly name: string;
  /** Does what is due and returns when there is more, or null when nothing is known. */
  readonly round: (ctx: ServiceContext, signal: AbortSignal) => Promise<Date | null>;
  /** The longest pause: what other processes leave behind is found after it. */
  readonly idleMs: number;
  /** The shortest pause, whatever is due. */
  readonly shortestMs: number;
}

/**
 * Runs rounds one after the other until it is stopped, each in a context of its own. A round that fails is logged
 * and tried again after a minute, or the longest pause where that is shorter.
 */
export function startLoop(services: Services, options: LoopOptions): BackgroundWork {
  return begin(async (signal) => {
    while (!signal.aborted) {
      const nextAt = await runRound(services, options, signal);
      await services.clock.sleep(pauseMs(nextAt, services.clock.now(), options), signal);
    }
  });
}

/** Runs one round. */
export function startOnce(services: Services, work: Pick<LoopOptions, "name" | "round">): BackgroundWork {
  return begin(async (signal) => {
    await runRound(services, work, signal);
  });
}

function begin(work: (signal: AbortSignal) => Promise<void>): BackgroundWork {
  const stopping = new AbortController();
  const running = work(stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function runRound(
  services: Services,
  { name, round }: Pick<LoopOptions, "name" | "round">,
  signal: AbortSignal,
): Promise<Date | null> {
  const ctx = systemContext(services);
  try {
    return await inSpan(`keeper ${name}`, {}, () => round(ctx, signal));
  } catch (error) {
    ctx.metrics.count("error_count", 1, errorClassOf(codeOf(error)));
    ctx.log.error({ err: error, work: name }, "a round of work in the background failed");
    return new Date(services.clock.now().getTime() + AFTER_FAILURE_MS);
  }
}

function pauseMs(
  nextAt: Date | null,
  now: Date,
  { idleMs, shortestMs }: Pick<LoopOptions, "idleMs" | "shortestMs">,
): number {
  const untilNextMs = nextAt === null ? idleMs : nextAt.getTime() - now.getTime();
  return Math.min(idleMs, Math.max(shortestMs, untilNextMs));
}
