import { describe, expect, it } from "vitest";
import { partTroubles } from "@/components/accounts/part-troubles";
import type { PartProvenance } from "@/shared/schemas/trading";

const part = (name: PartProvenance["part"], changes: Partial<PartProvenance> = {}): PartProvenance => ({
  part: name,
  source: "robinhood",
  state: "fresh",
  asOf: "2026-11-22T12:00:00.000Z",
  errorCode: null,
  ...changes,
});
const BROKER_AWAY = { state: "failed", asOf: null, errorCode: "CONN_BROKER_UNAVAILABLE" } as const;

describe("partTroubles", () => {
  it("tells nothing of what is fresh", () => {
    expect(partTroubles([part("stock_prices"), part("summary")])).toEqual([]);
  });

  it("puts parts together that have the same reason, and keeps others apart", () => {
    expect(
      partTroubles([
        part("stock_prices", BROKER_AWAY),
        part("splits", { state: "stale" }),
        part("option_prices", BROKER_AWAY),
        part("dividends", BROKER_AWAY),
        part("summary"),
      ]),
    ).toEqual([
      {
        state: "failed",
        names: "Share prices, option prices and dividends",
        words: "Nothing is shown in their place: the broker is not available (error 2004).",
      },
      { state: "stale", names: "Splits", words: "The last good reading is shown." },
    ]);
  });

  it("names one part alone, and all of them as everything", () => {
    expect(partTroubles([part("stock_prices", BROKER_AWAY), part("summary")])[0]?.words).toMatch(
      / in its place/,
    );
    expect(partTroubles([part("stock_prices")])).toEqual([]);
    expect(partTroubles([part("stock_prices", BROKER_AWAY)])[0]?.names).toBe("Share prices");
    expect(partTroubles([part("stock_prices", BROKER_AWAY), part("summary", BROKER_AWAY)])[0]?.names).toBe(
      "Everything",
    );
  });
});
