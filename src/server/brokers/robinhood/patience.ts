import { BrokerError } from "@/server/brokers/broker-error";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";

const tries = 3;
const pauseMs = 5000;
/** A throttle that lasts longer is the caller's to wait for. */
const longestPauseMs = 15_000;

/** The time between two looks at something that the broker is still preparing. */
export function pause(ctx: RobinhoodContext): Promise<void> {
  return ctx.clock.sleep(pauseMs);
}

/**
 * Makes a call that may be repeated, up to three times with pauses: for the middle of a step, where a failure
 * would throw away what the broker has already granted. What is thrown in the end may not be repeated.
 */
export async function patiently<Result>(ctx: RobinhoodContext, call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof BrokerError) || !error.safeToRepeat) throw error;
      const { retryAfterSeconds } = error;
      const waitMs = retryAfterSeconds === undefined ? pauseMs : retryAfterSeconds * 1000;
      if (attempt === tries || waitMs > longestPauseMs) throw notToBeRepeated(error);
      await ctx.clock.sleep(waitMs);
    }
  }
}

function notToBeRepeated(error: BrokerError): BrokerError {
  return new BrokerError(error.code, {
    cause: error.cause,
    retryAfterSeconds: error.retryAfterSeconds,
    status: error.status,
    step: error.step,
    safeToRepeat: false,
    countsAgainstLogin: error.countsAgainstLogin,
  });
}
