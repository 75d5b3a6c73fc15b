import { describe, expect, it } from "vitest";
import { summariseConnections } from "@/components/shell/summarise-connections";
import { HEALTH_LOOKS } from "@/components/ui/status-badge";
import type { ConnectionView } from "@/shared/schemas/connection";

function connection(label: string, given: Partial<ConnectionView>): ConnectionView {
  return {
    id: label,
    broker: "robinhood",
    label,
    access: "read_only",
    status: "connected",
    health: "ok",
    nextAction: "none",
    notBefore: null,
    errorCode: null,
    login: null,
    session: null,
    loginName: null,
    accounts: [],
    remembers: [],
    revokedAtBroker: null,
    lastConnectedAt: null,
    deadlineAt: null,
    nextAttemptAt: null,
    failedDays: 0,
    createdAt: "2026-11-22T14:00:00.000Z",
    version: 1,
    ...given,
  };
}

describe("health", () => {
  it("never looks alike: word, colour and shape differ for each", () => {
    const looks = Object.values(HEALTH_LOOKS);
    for (const facet of ["word", "tone", "icon"] as const) {
      expect(new Set(looks.map((look) => look[facet])).size).toBe(looks.length);
    }
  });
});

describe("summariseConnections", () => {
  it("puts what only the person can mend before a pause, and a pause before the broker's trouble", () => {
    const all = [
      connection("Fine", {}),
      connection("Slow", { health: "degraded" }),
      connection("Paused", { status: "error", health: "locked" }),
      connection("Asks", { health: "needs_person" }),
    ];
    expect(summariseConnections(all)).toMatchObject({ word: "Needs you", detail: "Needs you: Asks" });
    expect(summariseConnections(all.slice(0, 3))).toMatchObject({ word: "Locked", detail: "Locked: Paused" });
    expect(summariseConnections(all.slice(0, 2))).toMatchObject({
      word: "Degraded",
      detail: "Degraded: Slow",
    });
    expect(summariseConnections(all.slice(0, 1))).toMatchObject({ word: "Connected", tone: "ok" });
  });

  it("counts the connected ones, and says when there is none", () => {
    const two = [connection("A", {}), connection("B", {}), connection("C", { status: "disconnected" })];
    expect(summariseConnections(two)).toMatchObject({
      word: "2 connected",
      detail: "2 of 3 connected, nothing wrong",
    });
    expect(summariseConnections(two.slice(2)).word).toBe("Not connected");
    expect(summariseConnections([]).word).toBe("No connection");
  });
});
