import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import type { ConnectionRecord } from "@/server/storage/records";
import type { NoticeKind } from "@/shared/schemas/notice";

/** A pause shorter than this is over before a notice of it is read. */
const SHORTEST_LOCK_MS = 5 * 60_000;

const MENDS: ReadonlySet<ConnectionEvent["type"]> = new Set([
  "login_succeeded",
  "session_renewed",
  "session_restored",
  "session_imported",
]);
/** The person's own decision: nobody is asked for anything any more, and nothing is well again either. */
const CLOSES: ReadonlySet<ConnectionEvent["type"]> = new Set(["disconnected", "login_cancelled"]);

/** What a person is to be told of a move, and what becomes of what they were told before. */
export interface NoticesOfMove {
  readonly raise: Exclude<NoticeKind, "test" | "deadline_ahead" | "connected_again" | "attention"> | null;
  /** `mends`: who was told of trouble hears that it is over. `closes`: it is over without a word. */
  readonly before: "stays" | "mends" | "closes";
}

/**
 * What a move of a connection is worth telling. Pure. `byPerson`: the owner is at the page and sees it happen, so
 * only what outlasts the visit is told: a long pause. The broker's trouble alone is never told.
 */
export function noticesOfMove(
  before: Pick<ConnectionRecord, "health" | "notBefore">,
  after: Pick<ConnectionRecord, "health" | "notBefore">,
  event: ConnectionEvent["type"],
  byPerson: boolean,
  now: Date,
): NoticesOfMove {
  const fate = MENDS.has(event) ? "mends" : CLOSES.has(event) ? "closes" : "stays";
  return { raise: raised(before, after, event, byPerson, now), before: fate };
}

function raised(
  before: Pick<ConnectionRecord, "health" | "notBefore">,
  after: Pick<ConnectionRecord, "health" | "notBefore">,
  event: ConnectionEvent["type"],
  byPerson: boolean,
  now: Date,
): NoticesOfMove["raise"] {
  if (after.health === "locked") {
    const isNews = before.notBefore?.getTime() !== after.notBefore?.getTime();
    const lockMs = (after.notBefore?.getTime() ?? 0) - now.getTime();
    if (!isNews) return null;
    if (lockMs >= SHORTEST_LOCK_MS) return "login_locked";
    // The pause is short, but what led to it stays: nobody signs in again by itself after a refused login.
    return byPerson ? null : "needs_person";
  }
  const isNews = before.health !== "needs_person" || event === "session_ended";
  return after.health === "needs_person" && isNews && !byPerson ? "needs_person" : null;
}
