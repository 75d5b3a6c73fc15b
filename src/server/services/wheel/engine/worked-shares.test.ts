import { describe, expect, it } from "vitest";
import { AccountScript } from "@/test/wheel/account-script";
import { buildOneLedger, buildViews } from "@/test/wheel/build-views";
import {
  buildFacts,
  buildOptionPosition,
  buildShareFacts,
  buildStockPosition,
} from "@/test/wheel/cycle-facts";

/** The numbers are those of worked-examples.md, where each figure is derived. */
const JAN_5 = "2026-01-05T15:00:00.000Z";
const JAN_20 = "2026-01-20T15:00:00.000Z";
const SPLIT_DAY = "2026-02-02T14:00:00.000Z";

function assigned(strike: string, price: string, contracts = "1"): AccountScript {
  const script = new AccountScript();
  const put = script.put(strike, "2026-01-16");
  return script.sellToOpen(JAN_5, put, contracts, price).assign(put, contracts);
}

describe("shares in and beside a cycle", () => {
  it("11: a covered strangle", async () => {
    const script = assigned("50", "1.00");
    script
      .sellToOpen(JAN_20, script.call("52", "2026-02-06"), "1", "0.80")
      .sellToOpen(JAN_20, script.put("48", "2026-02-06"), "1", "0.70");
    expect(await buildViews(script.events)).toMatchObject([
      { state: "covered_strangle", breakEven: "47.75", collateral: "9800", shorts: [{}, {}] },
    ]);
  });

  it("12: a buy-write takes in the shares bought", async () => {
    const script = new AccountScript();
    const call = script.call("50", "2026-02-06");
    script
      .sellToOpen(JAN_5, call, "1", "1.10", { orderId: "buy-write" })
      .buyShares(JAN_5, "100", "49.00", { orderId: "buy-write" });
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "covered",
        taxBasis: "49",
        effectiveBasis: "47.9",
        shorts: [{ yieldAtOpening: "25.605867" }],
        events: [{ kind: "shares_taken_in", quantity: "100", price: "49", cash: "0" }, { kind: "call_sold" }],
      },
    ]);
    script.assign(call, "1");
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "called_away", shareProfit: "100", realisedProfit: "210" },
    ]);
  });

  it("a call sold before its shares are bought takes them in when they come", async () => {
    const script = new AccountScript();
    script
      .sellToOpen(JAN_5, script.call("50", "2026-02-06"), "1", "1.10")
      .buyShares("2026-01-05T15:00:02.000Z", "150", "49.00");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.outside.shares.toFixed()).toBe("50");
    expect(await buildViews(script.events)).toMatchObject([
      { state: "covered", shares: "100", effectiveBasis: "47.9" },
    ]);
  });

  it("13: shares outside are taken in for a call only", async () => {
    const script = new AccountScript();
    const put = script.put("45", "2026-01-16");
    script
      .buyShares("2025-11-03T15:00:00.000Z", "250", "30")
      .sellToOpen(JAN_5, put, "1", "1.00")
      .expire(put, "1")
      .sellToOpen(JAN_20, script.call("60", "2026-02-06"), "1", "0.50");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.outside.shares.toFixed()).toBe("150");
    expect(ledger.outside.cost.toFixed()).toBe("4500");
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "expired", realisedProfit: "100", shares: "0" },
      { state: "covered", shares: "100", taxBasis: "30", effectiveBasis: "29.5" },
    ]);
  });

  it("17: a dividend is shared with the shares outside", async () => {
    const script = assigned("50", "1.00");
    script.buyShares(JAN_20, "200", "40").dividend("2026-02-13", "90", { sharesHeld: "300" });
    expect(await buildViews(script.events)).toMatchObject([{ dividends: "30", realisedProfit: "130" }]);
  });

  it("a dividend that is only expected counts nothing", async () => {
    const script = assigned("50", "1.00").dividend("2026-02-13", "90", { paid: false });
    expect(await buildViews(script.events)).toMatchObject([{ dividends: "0" }]);
  });

  it("27: sold are free shares of the cycle, then those outside, then those behind calls", async () => {
    const script = assigned("50", "1.00", "2");
    script
      .sellToOpen(JAN_20, script.call("52", "2026-02-06"), "1", "0.80")
      .buyShares("2026-01-21T15:00:00.000Z", "50", "30")
      .sellShares("2026-01-22T15:00:00.000Z", "180", "55");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.outside.shares.toFixed()).toBe("0");
    expect(ledger.outside.cash.toFixed()).toBe("1250");
    expect(await buildViews(script.events)).toMatchObject([
      { state: "naked_call", shares: "70", shareProfit: "650" },
    ]);
  });

  it("a cycle ends with the sale of its last shares", async () => {
    const script = assigned("50", "1.00").sellShares(JAN_20, "100", "49.50", { fees: "0.02" });
    expect(await buildViews(script.events)).toMatchObject([
      {
        ending: "shares_sold",
        shareProfit: "-50.02",
        realisedProfit: "49.98",
        events: [{}, {}, { kind: "shares_sold", price: "49.5", cash: "4949.98" }],
      },
    ]);
  });

  it("26: collateral is weighed by the time it was tied up", async () => {
    const script = new AccountScript();
    const [first, second] = [script.put("50", "2026-01-30"), script.put("40", "2026-01-30")];
    const end = "2026-01-25T15:00:00.000Z";
    script
      .sellToOpen(JAN_5, first, "1", "2.00")
      .sellToOpen("2026-01-15T15:00:00.000Z", second, "1", "0.80")
      .buyToClose(end, first, "1", "0.10")
      .buyToClose(end, second, "1", "0.10");
    expect(await buildViews(script.events)).toMatchObject([
      {
        realisedProfit: "260",
        annualised: { averageCollateral: "7000", days: 20, onCollateral: "67.785714" },
      },
    ]);
  });

  it("28: premium and fees of opening are spread over the contracts", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-30");
    script
      .sellToOpen(JAN_5, put, "3", "1.00", { fees: "0.10" })
      .buyToClose("2026-01-12T15:00:00.000Z", put, "1", "0.30");
    expect(await buildViews(script.events)).toMatchObject([
      {
        premium: { net: "269.9", realised: "69.966667", open: "199.933333" },
        shorts: [{ quantity: "-2", premium: "200" }],
      },
    ]);
  });
});

describe("corporate actions", () => {
  it("14: a split 4:1 leaves cost and premium", async () => {
    const script = assigned("200", "3.00");
    const call = script.call("220", "2026-02-20");
    const after = script.call("55", "2026-02-20");
    script
      .sellToOpen(JAN_20, call, "1", "4.00")
      .changeContract(SPLIT_DAY, call, after, "1", "4")
      .split(SPLIT_DAY, "100", "400");
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "covered",
        shares: "400",
        taxBasis: "49.25",
        effectiveBasis: "48.25",
        collateral: "20000",
        shorts: [{ quantity: "-4", premium: "400", premiumPerShare: "1", option: { strike: "55" } }],
      },
    ]);
    script.assign(after, "4");
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "called_away", shareProfit: "2000", realisedProfit: "2700" },
    ]);
  });

  it("15: a reverse split with cash for the fraction outside", async () => {
    const script = assigned("3", "0.20");
    const call = script.call("4", "2026-02-20");
    const after = { ...call, contractId: "XYZ1-call-4", sharesPerContract: "10", adjusted: true };
    script
      .buyShares(JAN_20, "5", "2")
      .sellToOpen(JAN_20, call, "1", "0.10")
      .split(SPLIT_DAY, "105", "10", "4.50")
      .changeContract(SPLIT_DAY, call, after, "1", "1");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.outside.shares.toFixed()).toBe("0");
    expect(await buildViews(script.events)).toMatchObject([
      { state: "covered", shares: "10", collateral: "300" },
    ]);
    script.assign(after, "1");
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "called_away", shareProfit: "100", realisedProfit: "130" },
    ]);
  });

  it("cash for a fraction of the cycle's own lowers what its shares came in at", async () => {
    const script = assigned("3", "0.20").split(SPLIT_DAY, "100", "12", "7.50");
    expect(await buildViews(script.events)).toMatchObject([
      { shares: "12", collateral: "292.5", events: [{}, {}, { kind: "split", cash: "7.5" }] },
    ]);
  });

  it("16: an adjusted put delivers 150 shares for 100 times its strike", async () => {
    const script = new AccountScript();
    const put = script.put("60", "2026-02-20");
    const after = { ...put, contractId: "XYZ1-put-60", sharesPerContract: "150", adjusted: true };
    script.sellToOpen(JAN_5, put, "1", "2.00").changeContract(SPLIT_DAY, put, after, "1", "1");
    const facts = buildFacts("2026-02-03T15:00:00.000Z", {
      shares: new Map([["XYZ", buildShareFacts("41")]]),
      positions: [buildOptionPosition(after, "-1", "0.20")],
    });
    expect(await buildViews(script.events, facts)).toMatchObject([
      {
        collateral: "6000",
        breakEven: "38.666667",
        blocked: [],
        shorts: [
          {
            distanceToStrike: "1",
            risk: { level: "low" },
          },
        ],
      },
    ]);
    script.assign(after, "1");
    expect(await buildViews(script.events)).toMatchObject([
      { shares: "150", collateral: "6000", taxBasis: "38.666667", effectiveBasis: "38.666667" },
    ]);
  });

  it("a chain goes on over a change of its contract", async () => {
    const script = assigned("200", "3.00");
    const [first, second] = [script.call("220", "2026-02-06"), script.call("220", "2026-02-20")];
    const [after, third] = [script.call("55", "2026-02-20"), script.call("56", "2026-03-06")];
    script
      .sellToOpen(JAN_20, first, "1", "4.00")
      .buyToClose("2026-01-28T15:00:00.000Z", first, "1", "2.00", { orderId: "roll-1" })
      .sellToOpen("2026-01-28T15:00:00.000Z", second, "1", "5.00", { orderId: "roll-1" })
      .split(SPLIT_DAY, "100", "400")
      .changeContract(SPLIT_DAY, second, after, "1", "4")
      .buyToClose("2026-02-11T15:00:00.000Z", after, "4", "0.50", { orderId: "roll-2" })
      .sellToOpen("2026-02-11T15:00:00.000Z", third, "4", "0.75", { orderId: "roll-2" });
    expect(await buildViews(script.events)).toMatchObject([
      { chains: [{ netCredit: "400", rolls: [{}, {}] }] },
    ]);
  });

  it("29: positions of the broker that do not match are named", async () => {
    const script = assigned("50", "1.00");
    const call = script.call("52", "2026-02-06");
    script.sellToOpen(JAN_20, call, "1", "0.80");
    const shares = new Map([["XYZ", buildShareFacts("51")]]);
    const seen = async (...positions: Parameters<typeof buildFacts>[1][]) =>
      Promise.all(
        positions.map(async (given) => {
          const [view] = await buildViews(
            script.events,
            buildFacts("2026-01-29T06:00:00.000Z", { shares, ...given }),
          );
          return view?.blocked;
        }),
      );
    const right = buildOptionPosition(call, "-1", "0.30");
    const unknown = buildOptionPosition(script.put("45", "2026-02-06"), "-1", "0.10");
    const gap = (figure: string) => ({ figure, missing: "matching_position", eventId: null });
    expect(
      await seen(
        { positions: [buildStockPosition("200"), right] },
        { positions: [buildStockPosition("100"), right, unknown] },
        { positions: [buildStockPosition("100"), { ...right, quantity: "-2" }] },
      ),
    ).toEqual([[gap("shares")], [gap("shorts")], [gap("shorts")]]);
  });
});
