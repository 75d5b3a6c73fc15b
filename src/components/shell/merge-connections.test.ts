import { describe, expect, it } from "vitest";
import { mergeConnection, mergeConnections } from "@/components/shell/merge-connections";
import { summariseConnections } from "@/components/shell/summarise-connections";
import type { ConnectionView } from "@/shared/schemas/connection";

function view(id: string, version: number, change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id,
    version,
    broker: "robinhood",
    label: id,
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
    createdAt: "2026-11-21T14:03:09.000Z",
    ...change,
  };
}

describe("a list that arrives", () => {
  it("is taken as it is at first", () => {
    expect(mergeConnections(null, [view("a", 1)])).toEqual([view("a", 1)]);
  });

  it("does not undo what a call's answer already showed", () => {
    const shown = [view("a", 5, { status: "error" }), view("gone", 1)];
    expect(mergeConnections(shown, [view("a", 4), view("b", 1)])).toEqual([shown[0], view("b", 1)]);
    expect(mergeConnections(shown, [view("a", 5, { status: "expired" })])[0]?.status).toBe("expired");
  });
});

describe("one view that arrives", () => {
  it("replaces its elder or is added", () => {
    expect(mergeConnection(null, view("a", 1))).toEqual([view("a", 1)]);
    expect(mergeConnection([view("a", 1), view("b", 1)], view("b", 2))).toEqual([view("a", 1), view("b", 2)]);
    expect(mergeConnection([view("a", 3)], view("a", 2))).toEqual([view("a", 3)]);
  });
});

describe("the summary of all connections", () => {
  it.each([
    [[], "No connection"],
    [[view("a", 1, { status: "disconnected" })], "Not connected"],
    [[view("a", 1)], "Connected"],
    [[view("a", 1), view("b", 1)], "2 connected"],
    [[view("a", 1), view("b", 1, { health: "degraded" })], "Degraded"],
    [[view("a", 1, { health: "degraded" }), view("b", 1, { health: "locked" })], "Locked"],
    [[view("a", 1, { health: "locked" }), view("b", 1, { health: "needs_person" })], "Needs you"],
  ])("says the worst of %#", (connections, word) => {
    expect(summariseConnections(connections).word).toBe(word);
  });
});
