import { expect, it } from "vitest";
import { totalsByUnderlying } from "@/server/services/wheel/totals-by-underlying";
import { wheelCycle } from "@/test/wheel-builders";

it("adds up the cycles of an underlying over accounts and brokers", async () => {
  const ended = {
    closedAt: "2026-02-27T21:00:00.000Z",
    state: "closed",
    openProfit: "0",
    collateral: null,
  } as const;
  const totals = await totalsByUnderlying([
    wheelCycle({ underlying: "XYZ" }),
    wheelCycle({ shares: "100", realisedProfit: "12.5" }),
    wheelCycle({ accountId: "a-2" }),
    wheelCycle({ connectionId: "c-2", realisedProfit: "-2.75", ...ended }),
  ]);
  expect(totals).toEqual([
    {
      underlying: "AAPL",
      openCycles: 2,
      closedCycles: 1,
      accounts: 3,
      shares: "100",
      netPremium: "599.88",
      realisedProfit: "9.75",
      openProfit: "200",
      collateral: "30000",
    },
    expect.objectContaining({ underlying: "XYZ", accounts: 1, netPremium: "199.96" }),
  ]);
});

it("has no total of what is not known of every open cycle", async () => {
  expect(await totalsByUnderlying([wheelCycle(), wheelCycle({ openProfit: null })])).toMatchObject([
    { openProfit: null, collateral: "30000" },
  ]);
  expect(await totalsByUnderlying([])).toEqual([]);
});
