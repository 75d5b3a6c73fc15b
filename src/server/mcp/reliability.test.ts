import { describe, expect, it } from "vitest";
import { reliabilityOf, reliabilityOfSources, type ToldPart } from "@/server/mcp/reliability";

const now = new Date("2026-03-02T15:00:00.000Z");
const part = (name: string, given: Partial<ToldPart> = {}): ToldPart => ({
  name,
  state: "fresh",
  asOf: "2026-03-02T14:59:30.000Z",
  errorCode: null,
  ...given,
});
const still = { revalidating: false };

describe("how far figures can be relied on", () => {
  it("is said with the time of the oldest part where all are fresh", () => {
    const parts = [part("prices"), part("holdings", { asOf: "2026-03-02T14:59:00.000Z" })];
    expect(reliabilityOf(parts, still, now)).toBe("FRESH: as of 2026-03-02T14:59:00.000Z.");
  });

  it("never has the word FRESH where one part is not", () => {
    const stale = { state: "stale", asOf: "2026-03-02T14:30:00.000Z" } as const;
    expect(reliabilityOf([part("holdings"), part("prices", stale)], { revalidating: true }, now)).toBe(
      [
        "STALE since 2026-03-02T14:30:00.000Z (30 minutes ago): prices. Say so; never give it as current.",
        "All else here is fresh.",
        "A newer reading is on its way: ask again in a few seconds.",
      ].join("\n"),
    );
  });

  it("tells of parts with the same trouble together, with the reason", () => {
    const failed = { state: "failed", asOf: null, errorCode: "CONN_BROKER_UNAVAILABLE" } as const;
    const text = reliabilityOf([part("a", failed), part("b", failed)], still, now);
    expect(text).toMatch(/^FAILED: a, b\. There are no figures for it, .*Reason: .+ \(2\d{3}\)\.$/);
  });

  it.each([
    ["2026-03-02T12:00:00.000Z", "3 hours"],
    ["2026-02-20T15:00:00.000Z", "10 days"],
    ["2026-03-02T15:00:05.000Z", "0 minutes"],
  ])("says how old a reading of %s is", (asOf, age) => {
    expect(reliabilityOf([part("a", { state: "stale", asOf })], still, now)).toContain(`(${age} ago)`);
  });

  it("says where there is no time", () => {
    expect(reliabilityOf([part("a", { state: "stale", asOf: null })], still, now)).toContain(
      "STALE since an unknown time",
    );
    expect(reliabilityOf([part("a", { asOf: null })], still, now)).toBe("FRESH: as of now.");
    expect(reliabilityOf([], still, now)).toBe("Nothing was read: no connection is in reach.");
  });

  it("names the connection of each part where there are several", () => {
    const source = { connectionId: "c", broker: "robinhood", label: "Main" } as const;
    const trouble = { source: "robinhood", state: "failed", asOf: null, errorCode: null } as const;
    const sources = [{ ...source, parts: [{ ...trouble, part: "option_prices" as const }] }];
    expect(reliabilityOfSources({ sources, revalidating: false }, now)).toContain(
      "FAILED: option prices of Main.",
    );
  });
});
