import type { GatedRequest, HttpReplyHead } from "@/server/http/http.port";
import type { ServiceContext } from "@/server/services/service-context";
import { type CallKind, isReading } from "@/server/services/upstream/call-kind";
import type { CallOutcome } from "@/server/services/upstream/call-outcome";
import { isPassingError, isPassingStatus, retryDelayMs } from "@/server/services/upstream/retry-delay";

/** A broker that asks for more patience gets it from the caller, not from a request that hangs. */
const LONGEST_ASKED_MS = 15_000;

/** How often a request may be sent in all: login, refresh and logout, and whatever changes something, once. */
export function triesOf(
  ctx: Pick<ServiceContext, "settings">,
  kind: CallKind,
  request: Pick<GatedRequest, "repeatable">,
): number {
  return isReading(kind) && request.repeatable === true ? 1 + ctx.settings.retry.count : 1;
}

/**
 * Milliseconds to wait before the request is sent again, never less than the broker asks for; null where another
 * try is of no use, or the broker asks for more than 15 s.
 */
export function retryWaitMs<Reply extends HttpReplyHead>(
  ctx: Pick<ServiceContext, "random" | "settings">,
  request: GatedRequest<Reply>,
  outcome: CallOutcome<Reply>,
  failedTries: number,
): number | null {
  const passing = outcome.kind === "reply" ? isPassingStatus(outcome.reply) : isPassingError(outcome.error);
  if (!passing) {
    return null;
  }
  const askedMs = (outcome.kind === "reply" ? (request.retryAfterSeconds?.(outcome.reply) ?? 0) : 0) * 1000;
  if (askedMs > LONGEST_ASKED_MS) {
    return null;
  }
  const fraction = ctx.random.bytes(4).readUInt32BE() / 0xffff_ffff;
  return Math.max(askedMs, retryDelayMs(ctx.settings.retry, failedTries, fraction));
}
