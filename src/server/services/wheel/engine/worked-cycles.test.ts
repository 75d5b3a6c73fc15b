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
const JAN_14 = "2026-01-14T15:00:00.000Z";
const JAN_20 = "2026-01-20T15:00:00.000Z";

/** 5 Jan: a put 50 sold at 1.00 and assigned. */
function assignedPut(): AccountScript {
  const script = new AccountScript();
  const put = script.put("50", "2026-01-16");
  return script.sellToOpen(JAN_5, put, "1", "1.00").assign(put, "1");
}

/** Then 20 Jan: a call 52 of 6 Feb sold at 0.80. */
function coveredCall() {
  const script = assignedPut();
  const call = script.call("52", "2026-02-06");
  return { script: script.sellToOpen(JAN_20, call, "1", "0.80"), call };
}

/** Pairs of trades that roll a put 50 of 16 Jan at 1.20 down and out to 48 of 13 Feb. */
function rolledPut(openedAt: string, order: { readonly orderId?: string }) {
  const script = new AccountScript();
  const put = script.put("50", "2026-01-16");
  return script
    .sellToOpen(JAN_5, put, "1", "1.20")
    .buyToClose(JAN_14, put, "1", "2.50", order)
    .sellToOpen(openedAt, script.put("48", "2026-02-13"), "1", "2.90", order);
}

describe("cycles that went their way", () => {
  it("1: a cash-secured put expires", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16");
    script.sellToOpen(JAN_5, put, "2", "1.20", { fees: "0.10" }).expire(put, "2");
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "closed",
        ending: "expired",
        openedAt: JAN_5,
        closedAt: "2026-01-16T21:00:00.000Z",
        premium: {
          collected: "240",
          paidToClose: "0",
          fees: "0.1",
          net: "239.9",
          realised: "239.9",
          open: "0",
        },
        realisedProfit: "239.9",
        openProfit: "0",
        collateral: "0",
        breakEven: null,
        annualised: { onCollateral: "79.603182", tooEarly: false, days: 11, averageCollateral: "10000" },
        events: [
          { kind: "put_sold", cash: "239.9", realised: "0", collateralAfter: { puts: "10000", shares: "0" } },
          { kind: "expired", cash: "0", realised: "239.9", collateralAfter: { puts: "0", shares: "0" } },
        ],
        blocked: [],
      },
    ]);
  });

  it("2: a cash-secured put is bought back", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-30");
    script
      .sellToOpen(JAN_5, put, "1", "1.50", { fees: "0.05" })
      .buyToClose(JAN_20, put, "1", "0.40", { fees: "0.05" });
    expect(await buildViews(script.events)).toMatchObject([
      {
        ending: "bought_back",
        premium: { collected: "150", paidToClose: "40", fees: "0.1", net: "109.9", realised: "109.9" },
        annualised: { onCollateral: "53.484667", days: 15, averageCollateral: "5000" },
        events: [{}, { kind: "bought_back", cash: "-40.05", realised: "109.9", price: "0.4" }],
      },
    ]);
  });

  it("3: assigned, covered and called away", async () => {
    const { script, call } = coveredCall();
    script.assign(call, "1");
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "closed",
        ending: "called_away",
        premium: { net: "180", realised: "180" },
        shareProfit: "200",
        realisedProfit: "380",
        taxBasis: null,
        effectiveBasis: null,
        annualised: { onCollateral: "86.6875", days: 32, averageCollateral: "5000" },
        events: [
          { kind: "put_sold" },
          {
            kind: "assigned",
            cash: "-5000",
            realised: "100",
            collateralAfter: { puts: "0", shares: "5000" },
          },
          { kind: "call_sold", cash: "80", collateralAfter: { puts: "0", shares: "5000" } },
          { kind: "called_away", cash: "5200", realised: "80", collateralAfter: { puts: "0", shares: "0" } },
        ],
      },
    ]);
  });

  it("4: a covered cycle midway, at prices", async () => {
    const { script, call } = coveredCall();
    const facts = buildFacts("2026-01-29T06:00:00.000Z", {
      positions: [buildStockPosition("100"), buildOptionPosition(call, "-1", "0.30")],
      shares: new Map([["XYZ", buildShareFacts("51")]]),
    });
    expect(await buildViews(script.events, facts)).toMatchObject([
      {
        state: "covered",
        shares: "100",
        sharePrice: "51",
        taxBasis: "49",
        effectiveBasis: "48.2",
        breakEven: "48.2",
        openProfit: "150",
        collateral: "5000",
        premium: { realised: "100", open: "80" },
        annualised: { onCollateral: "76.041667", days: 24 },
        shorts: [
          {
            quantity: "-1",
            premiumPerShare: "0.8",
            premium: "80",
            mark: "0.3",
            daysToExpiration: 8,
            distanceToStrike: "1",
            distancePercent: "1.960784",
            profitShare: "0.625",
            timeShare: "0.5",
            yieldAtOpening: "34.352941",
            openProfit: "50",
            collateral: "5000",
            risk: { level: "moderate" },
          },
        ],
        blocked: [],
      },
    ]);
  });

  it("5: one of three puts is assigned, early", async () => {
    const script = new AccountScript();
    const put = script.put("40", "2026-01-16");
    script
      .sellToOpen(JAN_5, put, "3", "0.90", { fees: "0.30" })
      .assign(put, "1", { at: "2026-01-14T21:00:00.000Z", early: true })
      .expire(put, "2");
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "uncovered",
        shares: "100",
        premium: { realised: "269.7", open: "0" },
        taxBasis: "39.101",
        effectiveBasis: "37.303",
        breakEven: "37.303",
        events: [
          {},
          {
            kind: "assigned",
            early: true,
            realised: "89.9",
            collateralAfter: { puts: "8000", shares: "4000" },
          },
          { kind: "expired", quantity: "2", realised: "179.8" },
        ],
      },
    ]);
  });

  it("6: called away early; the dividend before it comes after the end, the one after it is not its own", async () => {
    const script = assignedPut();
    const call = script.call("50", "2026-02-20");
    script
      .sellToOpen(JAN_20, call, "1", "1.50")
      .assign(call, "1", { at: "2026-02-09T21:00:00.000Z", early: true, shares: "-100", cash: "5000" })
      .dividend("2026-03-02", "25", { exDate: "2026-02-05", sharesHeld: "100" })
      .dividend("2026-03-16", "25", { exDate: "2026-02-10", sharesHeld: "100" });
    const ledger = await buildOneLedger(script.events);
    expect(await buildViews(script.events)).toMatchObject([
      {
        ending: "called_away",
        closedAt: "2026-02-09T21:00:00.000Z",
        dividends: "25",
        shareProfit: "0",
        realisedProfit: "275",
        events: [{}, {}, {}, { early: true }, { kind: "dividend", quantity: "100", cash: "25" }],
      },
    ]);
    // 25 of the other dividend; the cycle's own shares never were outside.
    expect(ledger.outside.cash.toFixed()).toBe("25");
  });
});

describe("rolls", () => {
  const figures = {
    state: "cash_secured_put",
    premium: { collected: "410", paidToClose: "250", net: "160", realised: "-130", open: "290" },
    breakEven: "46.4",
  };
  const roll = { netCredit: "40", daysAdded: 28, strikeMoved: "-2" };

  it("7: down and out in one order", async () => {
    const [cycle, ...others] = await buildViews(rolledPut(JAN_14, { orderId: "roll" }).events);
    expect(others).toEqual([]);
    expect(cycle).toMatchObject({
      ...figures,
      chains: [{ ...roll, rolls: [{ ...roll, confidence: "1", evidence: "same_order", joined: true }] }],
      suggestedRolls: [],
    });
  });

  it("8: in two orders minutes apart", async () => {
    const [cycle, ...others] = await buildViews(rolledPut("2026-01-14T15:03:00.000Z", {}).events);
    expect(others).toEqual([]);
    expect(cycle).toMatchObject({
      ...figures,
      chains: [{ ...roll, rolls: [{ confidence: "0.9", evidence: "within_minutes" }] }],
    });
  });

  it("9: hours apart it is a suggestion, which the person may join", async () => {
    const { events } = rolledPut("2026-01-14T18:00:00.000Z", {});
    const apart = await buildViews(events);
    expect(apart).toMatchObject([
      { state: "closed", ending: "bought_back", realisedProfit: "-130", suggestedRolls: [] },
      {
        state: "cash_secured_put",
        premium: { open: "290" },
        chains: [],
        suggestedRolls: [{ ...roll, confidence: "0.4", evidence: "same_day", joined: false }],
      },
    ]);
    const rollId = apart[1]?.suggestedRolls[0]?.rollId ?? "";
    const joined = await buildViews(events, undefined, new Map([[rollId, true]]));
    expect(joined[1]).toMatchObject({
      chains: [{ ...roll, rolls: [{ confidence: "1", evidence: "person", joined: true }] }],
      suggestedRolls: [],
    });
    const without = ({ chains, suggestedRolls, ...figuresOnly }: (typeof apart)[number]) => figuresOnly;
    expect(joined.map(without)).toEqual(apart.map(without));
  });

  it("10: a covered call is rolled up twice", async () => {
    const { script, call } = coveredCall();
    const second = script.call("55", "2026-03-06");
    const third = script.call("56", "2026-03-20");
    const [jan28, feb25] = ["2026-01-28T15:00:00.000Z", "2026-02-25T15:00:00.000Z"];
    script
      .buyToClose(jan28, call, "1", "1.60", { orderId: "first roll" })
      .sellToOpen(jan28, second, "1", "2.00", { orderId: "first roll" })
      .buyToClose(feb25, second, "1", "0.50", { orderId: "second roll" })
      .sellToOpen(feb25, third, "1", "0.90", { orderId: "second roll" });
    expect(await buildViews(script.events)).toMatchObject([
      {
        state: "covered",
        effectiveBasis: "47.4",
        premium: { net: "260" },
        chains: [{ netCredit: "80", daysAdded: 42, strikeMoved: "4", rolls: [{}, {}] }],
      },
    ]);
  });

  it("cut, the pair stays to be joined again and no figure moves", async () => {
    const { events } = rolledPut(JAN_14, { orderId: "roll" });
    const [before] = await buildViews(events);
    const rollId = before?.chains[0]?.rolls[0]?.rollId ?? "";
    expect(await buildViews(events, undefined, new Map([[rollId, false]]))).toEqual([
      {
        ...before,
        chains: [],
        suggestedRolls: [
          { ...before?.chains[0]?.rolls[0], confidence: "0", evidence: "person", joined: false },
        ],
      },
    ]);
  });
});
