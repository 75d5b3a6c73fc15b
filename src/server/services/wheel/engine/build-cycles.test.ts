import { describe, expect, it } from "vitest";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import { AccountScript } from "@/test/wheel/account-script";
import { buildOneLedger, buildViews } from "@/test/wheel/build-views";
import { buildFacts, buildOptionPosition, buildStockPosition } from "@/test/wheel/cycle-facts";

const JAN_5 = "2026-01-05T15:00:00.000Z";
const minutesLater = (minutes: number) => new Date(Date.parse(JAN_5) + minutes * 60_000).toISOString();

describe("buildCycles", () => {
  it("makes nothing of nothing", async () => {
    expect(await buildCycles([], new Map())).toEqual([]);
  });

  it("keeps accounts and underlyings apart, in the order of their names", async () => {
    const names = [
      ["B", "2"],
      ["A", "2"],
      ["B", "1"],
    ] as const;
    const events = names.flatMap(([symbol, account]) => {
      const script = new AccountScript(symbol, account);
      return script.sellToOpen(JAN_5, script.put("50", "2026-01-16"), "1", "1.00").events;
    });
    const ledgers = await buildCycles(events, new Map());
    expect(ledgers.map(({ accountNumber, underlying }) => accountNumber + underlying)).toEqual([
      "1B",
      "2A",
      "2B",
    ]);
  });

  it("keeps a contract that got another underlying, twice, where it was opened", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-02-20");
    const second = { ...put, contractId: "second", underlying: "XYZ1" };
    const third = { ...put, contractId: "third", underlying: "XYZ2" };
    script
      .sellToOpen(JAN_5, put, "1", "1.00")
      .changeContract(minutesLater(20), second, third, "1", "1")
      .changeContract(minutesLater(10), put, second, "1", "1")
      .expire(third, "1");
    expect(await buildViews(script.events)).toMatchObject([{ underlying: "XYZ", ending: "expired" }]);
  });

  it("leaves out fills of nothing", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16");
    script.sellToOpen(JAN_5, put, "0", "1.00").expire(put, "0").changeContract(JAN_5, put, put, "0", "0");
    expect(await buildViews(script.events)).toEqual([]);
  });

  it("pairs the trades of a busy day with those next to them", async () => {
    const script = new AccountScript();
    const rolls = 45;
    script.sellToOpen(JAN_5, script.put("50", "2026-02-20"), "1", "1.00");
    for (let roll = 1; roll <= rolls; roll += 1) {
      const [from, to] = [50 + roll - 1, 50 + roll].map((strike) => script.put(String(strike), "2026-02-20"));
      if (from !== undefined && to !== undefined) {
        script
          .buyToClose(minutesLater(roll * 8), from, "1", "1.00")
          .sellToOpen(minutesLater(roll * 8 + 1), to, "1", "1.01");
      }
    }
    const [cycle, ...others] = await buildViews(script.events);
    expect(others).toEqual([]);
    expect(cycle?.chains).toMatchObject([{ netCredit: "45", strikeMoved: "45" }]);
    expect(cycle?.chains[0]?.rolls).toHaveLength(rolls);
  });

  it("counts what was sold at several times as one holding", async () => {
    const script = new AccountScript();
    const call = script.call("50", "2026-02-20");
    script
      .buyShares(JAN_5, "100", "49")
      .sellToOpen(minutesLater(1), call, "1", "1.00")
      .sellToOpen(minutesLater(2), call, "1", "2.00");
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "naked_call",
        shorts: [{ quantity: "-2", premiumPerShare: "1.5", yieldAtOpening: null, openedAt: minutesLater(1) }],
      },
    ]);
    const ledger = await buildOneLedger(script.events);
    expect(ledger.cycles[0]?.behindCalls.toFixed()).toBe("200");
  });

  it("tells no share of a time that was over when the option was sold", async () => {
    const script = new AccountScript();
    script.sellToOpen("2026-01-16T21:05:00.000Z", script.put("50", "2026-01-16"), "1", "0.05");
    const [cycle] = await buildViews(script.events, buildFacts("2026-01-16T21:06:00.000Z"));
    expect(cycle?.shorts[0]).toMatchObject({ timeShare: null, yieldAtOpening: null });
  });

  it("takes the share price from the positions where no other is known", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-02-20");
    script.sellToOpen(JAN_5, put, "1", "1.00");
    const quote = { price: "55", bid: null, ask: null, previousClose: null, quotedAt: null };
    const priceFrom = async (...positions: Parameters<typeof buildFacts>[1][]) =>
      Promise.all(
        positions.map(
          async (given) => (await buildViews(script.events, buildFacts(JAN_5, given)))[0]?.sharePrice,
        ),
      );
    expect(
      await priceFrom(
        { positions: [buildStockPosition("10", { quote })] },
        { positions: [buildOptionPosition(put, "-1", "0.50", { underlyingQuote: quote })] },
        { positions: [buildStockPosition("10")] },
      ),
    ).toEqual(["55", "55", null]);
  });
});
