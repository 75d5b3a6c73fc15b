import { describe, expect, it } from "vitest";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import { presentCycle } from "@/server/services/wheel/engine/present-cycle";
import { unmatchedCycles } from "@/server/services/wheel/engine/unmatched-cycles";
import type { Position } from "@/shared/schemas/trading";
import { wheelCycleSchema } from "@/shared/schemas/wheel";
import { AccountScript } from "@/test/wheel/account-script";
import { buildFacts, buildOptionPosition, buildStockPosition } from "@/test/wheel/cycle-facts";

const NOW = "2026-01-29T15:00:00.000Z";
const script = new AccountScript();
const put = script.put("50", "2026-02-20");

async function unmatched(positions: readonly Position[] | null, events = script.events) {
  const ledgers = await buildCycles(events, new Map());
  const facts = buildFacts(NOW, { positions });
  return unmatchedCycles(ledgers, facts).map((cycle) => wheelCycleSchema.parse(presentCycle(cycle, facts)));
}

describe("unmatchedCycles", () => {
  it("shows short options that no event tells of as a blocked cycle", async () => {
    const other = script.put("45", "2026-02-20");
    const [cycle, ...others] = await unmatched([
      buildStockPosition("100", { symbol: "ABC" }),
      buildOptionPosition(put, "-2", "0.50", { averagePrice: "1.20", openedAt: "2026-01-05T15:00:00.000Z" }),
      buildOptionPosition(other, "-1", null),
    ]);
    expect(others).toEqual([]);
    expect(cycle).toMatchObject({
      underlying: "XYZ",
      state: "cash_secured_put",
      openedAt: "2026-01-05T15:00:00.000Z",
      collateral: "14500",
      breakEven: null,
      premium: { collected: "240" },
      shorts: [
        { quantity: "-2", openProfit: "140" },
        { quantity: "-1", mark: null, profitShare: null },
      ],
    });
    expect(cycle?.blocked[0]).toEqual({ figure: "premium", missing: "opening_trade", eventId: null });
  });

  it.each([
    ["positions could not be read", null],
    ["the option is bought", [buildOptionPosition(put, "1", "0.50")]],
    ["it settles in cash", [buildOptionPosition({ ...put, settlement: "cash" }, "-1", "0.50")]],
    ["its terms are not known", [buildOptionPosition(put, "-1", "0.50", { option: null })]],
  ])("shows nothing when %s", async (_, positions) => {
    expect(await unmatched(positions)).toEqual([]);
  });

  it("leaves what a cycle or the options beside it account for", async () => {
    const at = "2026-01-05T15:00:00.000Z";
    const inCycle = new AccountScript().sellToOpen(at, put, "1", "1.00");
    expect(await unmatched([buildOptionPosition(put, "-2", "0.50")], inCycle.events)).toEqual([]);
    const spread = new AccountScript()
      .sellToOpen(at, put, "1", "1.00", { orderId: "spread" })
      .buyToOpen(at, script.put("45", "2026-02-20"), "1", "0.50", { orderId: "spread" });
    expect(await unmatched([buildOptionPosition(put, "-1", "0.50")], spread.events)).toEqual([]);
  });
});
