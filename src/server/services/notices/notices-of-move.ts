import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import type { ConnectionRecord } from "@/server/storage/records";
import type { NoticeKind } from "@/shared/schemas/notice";

/** A pause shorter than this is over before a notice of it is read. */
const SHORTEST_LOCK_MS = 5 * 60_000;

/** What a person is to be told of a move, and whether what they were told before is mended by it. */
export interface NoticesOfMove {
  readonly raise: Exclude<NoticeKind, "test" | "deadline_ahead" | "connected_again"> | null;
  /** Notices before are mended; the person who was told so hears that all is well again. */
  readonly mends: boolean;
}

/**
 * What a move of a connection is worth telling. Pure. `byPerson`: the owner is at the page and sees it happen, so
 * only what outlasts the visit is told: a long pause.
 */
export function noticesOfMove(
  before: Pick<ConnectionRecord, "health" | "notBefore">,
  after: Pick<ConnectionRecord, "status" | "health" | "notBefore">,
  event: ConnectionEvent["type"],
  byPerson: boolean,
  now: Date,
): NoticesOfMove {
  const mends = event === "login_succeeded" || event === "session_renewed" || event === "session_restored";
  if (after.health === "locked") {
    const isNews = before.notBefore?.getTime() !== after.notBefore?.getTime();
    const isLong = after.notBefore !== null && after.notBefore.getTime() - now.getTime() >= SHORTEST_LOCK_MS;
    return { raise: isNews && isLong ? "login_locked" : null, mends };
  }
  const isNews = before.health !== "needs_person" || event === "session_ended";
  return { raise: after.health === "needs_person" && isNews && !byPerson ? "needs_person" : null, mends };
}
