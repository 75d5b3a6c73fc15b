import { recordEvent } from "@/server/services/audit/record-event";
import type { Actor, RequestFacts, Services } from "@/server/services/service-context";

/** Why a token that exists was refused. */
export type RefusalReason = "wrong_secret" | "ended" | "disabled" | "frozen" | "address";

type RefusalServices = Pick<Services, "storage" | "cipher" | "clock" | "random" | "feed">;

interface Refusal {
  readonly tokenId: string;
  readonly reason: RefusalReason;
  /** The person's program when it proved to hold the token, else nobody. */
  readonly actor: Actor;
  readonly request: RequestFacts;
}

const ONCE_IN_MS = 60_000;
const MOST_REMEMBERED = 1000;

/** When this process last wrote what, so that a program that asks on and on costs no transaction each time. */
const written = new WeakMap<Services["feed"], Map<string, number>>();

/** Writes down that a known token was refused: once a minute for a token and a reason, over all processes. */
export async function recordRefusal(services: RefusalServices, refusal: Refusal): Promise<void> {
  const { tokenId, reason, actor, request } = refusal;
  const now = services.clock.now();
  const name = `api_token_refused ${reason} ${tokenId}`;
  if (!isNew(services.feed, name, now)) return;
  const key = services.cipher.fingerprint("throttle", name);
  const turn = services.cipher.fingerprint("throttle", `turn ${name}`);
  await services.storage.transaction(async (tx) => {
    // Writing a row that all share makes processes that come at once wait for each other.
    await tx.throttles.put({ key: turn, failures: 0, windowStartedAt: now, blockedUntil: null });
    const [last] = await tx.throttles.get([key]);
    if (last !== undefined && isWithin(last.windowStartedAt.getTime(), now)) return;
    await tx.throttles.put({ key, failures: 0, windowStartedAt: now, blockedUntil: null });
    await recordEvent({ ...services, actor, request }, tx, {
      type: "API_TOKEN_REFUSED",
      outcome: "denied",
      targetId: tokenId,
      details: { reason },
    });
  });
}

function isNew(feed: Services["feed"], name: string, now: Date): boolean {
  const times = written.get(feed) ?? new Map<string, number>();
  written.set(feed, times);
  const last = times.get(name);
  if (last !== undefined && isWithin(last, now)) return false;
  if (times.size >= MOST_REMEMBERED) times.clear();
  times.set(name, now.getTime());
  return true;
}

/** A time ahead of the clock counts for nothing: the clock went back since. */
function isWithin(timeMs: number, now: Date): boolean {
  const agoMs = now.getTime() - timeMs;
  return agoMs >= 0 && agoMs < ONCE_IN_MS;
}
