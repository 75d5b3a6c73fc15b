import { describe, expect, it } from "vitest";
import { canReadSummary, summaryState } from "@/components/accounts/summary-state";
import type { AccountSummaryView } from "@/shared/schemas/account";
import { connectionStatusSchema } from "@/shared/schemas/connection";

const at = "2026-11-22T14:00:00.000Z";

function summary(state: "fresh" | "stale" | "failed"): AccountSummaryView {
  return {
    connectionId: "c1",
    provenance: { source: "robinhood", state, asOf: null, errorCode: null },
    accounts: [],
    revalidating: false,
    budget: null,
  };
}

describe("canReadSummary", () => {
  it("asks only where a session is or was", () => {
    const readable = (lastConnectedAt: string | null) =>
      connectionStatusSchema.options.filter((status) => canReadSummary({ status, lastConnectedAt }));
    expect(readable(null)).toEqual(["connected"]);
    expect(readable(at)).toEqual(["connected", "error", "expired"]);
  });
});

describe("summaryState", () => {
  const connected = { status: "connected", lastConnectedAt: at } as const;

  it("shows a placeholder until the first answer", () => {
    expect(summaryState(connected, undefined, false)).toBe("loading");
  });

  it("shows fresh and stale figures", () => {
    expect(summaryState(connected, summary("fresh"), false)).toBe("figures");
    expect(summaryState(connected, summary("stale"), true)).toBe("figures");
  });

  it("never shows a failed reading as figures", () => {
    expect(summaryState(connected, summary("failed"), false)).toBe("failed");
    expect(summaryState(connected, undefined, true)).toBe("failed");
  });

  it("keeps the last figures while a new login runs", () => {
    expect(summaryState({ status: "challenge", lastConnectedAt: at }, summary("stale"), false)).toBe(
      "figures",
    );
    expect(summaryState({ status: "challenge", lastConnectedAt: at }, undefined, false)).toBe(
      "not_connected",
    );
  });

  it("forgets figures once disconnected", () => {
    expect(summaryState({ status: "disconnected", lastConnectedAt: at }, summary("fresh"), false)).toBe(
      "not_connected",
    );
  });
});
