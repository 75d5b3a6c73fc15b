import { describe, expect, it } from "vitest";
import { standingOf } from "@/shared/wheel/roll-effect";
import { bookOf } from "@/shared/wheel/wheel-book";
import { openShort, optionTerms, wheelCycle } from "@/test/wheel-builders";

describe("bookOf", () => {
  it("takes what the shares came in at, not what is tied up", () => {
    // 60 shares that came in at 9,000, and a put at 150.
    const cycle = wheelCycle({
      shares: "60",
      shareCost: "9000",
      realisedProfit: "12",
      premium: { collected: "200", paidToClose: "0", fees: "0", net: "200", realised: "0", open: "200" },
    });
    const found = bookOf(cycle);
    expect(found).toMatchObject({ book: { shorts: [{ option: { strike: "150" } }] } });
    if (!("book" in found)) return;
    expect(found.book.cost.toFixed()).toBe("9000");
    expect(found.book.banked.toFixed()).toBe("212");
    expect(found.book.shorts[0]?.contracts.toFixed()).toBe("1");
    // (9,000 − 200) ÷ 60, and (9,000 + 15,000 − 200) ÷ 160.
    expect(standingOf(found.book)).toMatchObject({
      effectiveBasis: "146.666667",
      breakEven: "148.75",
      collateral: "24000",
    });
  });

  it.each([
    [
      "a figure it stands on is blocked",
      wheelCycle({ blocked: [{ figure: "premium", missing: "opening_trade", eventId: null }] }),
      "opening_trade",
    ],
    [
      "nobody says what a contract delivers",
      wheelCycle({ shorts: [openShort({ option: optionTerms({ sharesPerContract: null }) })] }),
      "shares_delivered",
    ],
  ])("says what is missing when %s", (_, cycle, missing) => {
    expect(bookOf(cycle)).toEqual({ missing });
  });

  it("knows a naked call, whose collateral nobody tells", () => {
    const gap = { figure: "collateral", missing: "collateral", eventId: null } as const;
    expect(bookOf(wheelCycle({ collateral: null, blocked: [gap] }))).toHaveProperty("book");
  });

  it("does not mind a price that is missing", () => {
    const cycle = wheelCycle({ blocked: [{ figure: "openProfit", missing: "option_price", eventId: null }] });
    expect(bookOf(cycle)).toHaveProperty("book");
  });
});
