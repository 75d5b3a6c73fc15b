import { describe, expect, it } from "vitest";
import { toConnectionView } from "@/server/services/connections/connection-view";
import type { ConnectionRecord } from "@/server/storage/records";
import { buildBrokerSession, buildConnection } from "@/test/builders";

const EARLY = new Date("2026-11-23T14:25:30.000Z");
const LATE = new Date("2026-11-23T14:30:00.000Z");

function nextTry(given: Partial<ConnectionRecord>, keepAt: Date | null): string | null {
  const connection = buildConnection({
    ownerId: "olive",
    status: "connected",
    health: "degraded",
    errorCode: "CONN_BROKER_UNAVAILABLE",
    ...given,
  });
  const session = buildBrokerSession({ ownerId: "olive", connectionId: connection.id, keepAt });
  return toConnectionView(connection, null, session, []).nextAttemptAt;
}

describe("when Wheelhouse tries again by itself", () => {
  it("is the keeper's next look after trouble that planned no attempt, such as a check by hand", () => {
    expect(nextTry({ nextAttemptAt: null }, EARLY)).toBe(EARLY.toISOString());
  });

  it("is the keeper's next look once the planned attempt is past", () => {
    expect(nextTry({ nextAttemptAt: EARLY }, LATE)).toBe(LATE.toISOString());
  });

  it("is the end of the pause where the keeper looks earlier, for a deadline", () => {
    expect(nextTry({ nextAttemptAt: LATE }, EARLY)).toBe(LATE.toISOString());
  });

  it("is the planned attempt where no look is planned, and never where there is none", () => {
    expect(nextTry({ nextAttemptAt: LATE }, null)).toBe(LATE.toISOString());
    expect(nextTry({ nextAttemptAt: null }, null)).toBeNull();
  });

  it("tells no look of a session that is well, given up, or not there", () => {
    expect(nextTry({ health: "ok", nextAttemptAt: null }, EARLY)).toBeNull();
    expect(nextTry({ status: "error", nextAttemptAt: null }, EARLY)).toBeNull();
    const alone = buildConnection({ ownerId: "olive", status: "connected", health: "degraded" });
    expect(toConnectionView(alone, null, null, []).nextAttemptAt).toBeNull();
  });
});
