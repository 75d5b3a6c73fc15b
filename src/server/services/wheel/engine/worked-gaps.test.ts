import { describe, expect, it } from "vitest";
import type { UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import { presentBeside } from "@/server/services/wheel/engine/present-beside";
import { AccountScript } from "@/test/wheel/account-script";
import { buildOneLedger, buildViews } from "@/test/wheel/build-views";
import { buildFacts, buildShareFacts } from "@/test/wheel/cycle-facts";

/** The numbers are those of worked-examples.md, where each figure is derived. */
const JAN_5 = "2026-01-05T15:00:00.000Z";
const JAN_20 = "2026-01-20T15:00:00.000Z";
const NOW = buildFacts("2026-01-29T15:00:00.000Z", { shares: new Map([["XYZ", buildShareFacts("51")]]) });

const besideOf = (ledger: UnderlyingLedger) =>
  presentBeside(ledger, NOW.subject).map(({ option, quantity, reason }) => [
    option.contractId,
    quantity,
    reason,
  ]);
const blockedOf = (blocked: readonly { figure: string; missing: string }[] | undefined) =>
  (blocked ?? []).map(({ figure, missing }) => `${figure}: ${missing}`);

describe("beside the wheel", () => {
  it("18: a cash-settled index option", async () => {
    const script = new AccountScript("IDX");
    const put = script.put("5000", "2026-01-16", { settlement: "cash", sharesPerContract: null });
    script.sellToOpen(JAN_5, put, "1", "10.00");
    const open = await buildOneLedger(script.events);
    expect(besideOf(open)).toEqual([["IDX-put-5000-2026-01-16", "-1", "cash_settled"]]);
    script.settleInCash(put, "1", "short", "-2500");
    const settled = await buildOneLedger(script.events);
    expect(settled).toMatchObject({ cycles: [], blocked: [] });
    expect(settled.besideCash.toFixed()).toBe("-1500");
    expect(besideOf(settled)).toEqual([]);
  });

  it("19: a vertical spread, whose short leg brings shares outside", async () => {
    const script = new AccountScript();
    const [short, long] = [script.put("50", "2026-01-16"), script.put("45", "2026-01-16")];
    script
      .sellToOpen(JAN_5, short, "1", "2.00", { orderId: "spread" })
      .buyToOpen(JAN_5, long, "1", "0.80", { orderId: "spread" });
    const open = await buildOneLedger(script.events);
    expect(open.cycles).toEqual([]);
    expect(besideOf(open)).toEqual([
      [long.contractId, "1", "long_option"],
      [short.contractId, "-1", "spread_leg"],
    ]);
    script.assign(short, "1").expire(long, "1", "long");
    const ended = await buildOneLedger(script.events);
    expect(ended).toMatchObject({ cycles: [], blocked: [] });
    expect(ended.besideCash.toFixed()).toBe("120");
    expect([ended.outside.shares.toFixed(), ended.outside.cost.toFixed()]).toEqual(["100", "5000"]);
  });

  it("a spread that is closed together is closed before the same contract in a cycle", async () => {
    const script = new AccountScript();
    const [short, long] = [script.put("50", "2026-01-30"), script.put("45", "2026-01-30")];
    script
      .sellToOpen(JAN_5, short, "1", "2.00", { orderId: "spread" })
      .buyToOpen(JAN_5, long, "1", "0.80", { orderId: "spread" })
      .sellToOpen("2026-01-06T15:00:00.000Z", short, "1", "1.90")
      .buyToClose(JAN_20, short, "1", "1.00", { orderId: "close" })
      .sellToClose(JAN_20, long, "1", "0.30", { orderId: "close" });
    const ledger = await buildOneLedger(script.events);
    expect(besideOf(ledger)).toEqual([]);
    expect(ledger.besideCash.toFixed()).toBe("50");
    expect(await buildViews(script.events)).toMatchObject([
      { state: "cash_secured_put", premium: { open: "190" } },
    ]);
  });

  it("20: a put that was bought, and what its exercise sells", async () => {
    const script = new AccountScript();
    const [put, long] = [script.put("50", "2026-01-16"), script.put("45", "2026-02-20")];
    script
      .sellToOpen(JAN_5, put, "1", "1.00")
      .assign(put, "1")
      .buyToOpen(JAN_20, long, "1", "0.40")
      .exercise(long, "1");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.besideCash.toFixed()).toBe("-40");
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "shares_sold", premium: { net: "100" }, shareProfit: "-500", realisedProfit: "-400" },
    ]);
  });

  it("a contract that delivers no shares", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16", { sharesPerContract: "0" });
    script.sellToOpen(JAN_5, put, "1", "2.00");
    expect(besideOf(await buildOneLedger(script.events))).toEqual([[put.contractId, "-1", "not_equity"]]);
  });
});

describe("gaps are shown, not hidden", () => {
  it("21: a naked call ties up what nobody tells", async () => {
    const script = new AccountScript();
    script.sellToOpen(JAN_5, script.call("52", "2026-02-06"), "1", "0.80");
    const [cycle] = await buildViews(script.events, NOW);
    expect(cycle).toMatchObject({
      state: "naked_call",
      collateral: null,
      breakEven: null,
      annualised: { onCollateral: null },
      shorts: [{ collateral: null, yieldAtOpening: null }],
    });
    expect(blockedOf(cycle?.blocked)).toEqual([
      "openProfit: option_price",
      "annualised: option_price",
      "collateral: collateral",
      "annualised: collateral",
    ]);
  });

  it("a naked call that was closed made money on nothing", async () => {
    const script = new AccountScript();
    const call = script.call("52", "2026-02-06");
    script.sellToOpen(JAN_5, call, "1", "0.80").expire(call, "1");
    const [cycle] = await buildViews(script.events);
    expect(cycle).toMatchObject({
      ending: "expired",
      realisedProfit: "80",
      annualised: { onCollateral: null },
    });
    expect(blockedOf(cycle?.blocked)).toEqual(["annualised: collateral"]);
  });

  it("a naked call that takes shares nobody saw come", async () => {
    const script = new AccountScript();
    const call = script.call("52", "2026-02-06");
    script.sellToOpen(JAN_5, call, "1", "0.80").assign(call, "1");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.outside.shares.toFixed()).toBe("-100");
    expect(ledger.outside.cash.toFixed()).toBe("5200");
    const [cycle] = await buildViews(script.events);
    expect(cycle).toMatchObject({ ending: "called_away", premium: { realised: "80" }, shareProfit: "0" });
    expect(blockedOf(cycle?.blocked)).toContain("shareProfit: opening_trade");
  });

  it("22: a put is assigned that was never sold", async () => {
    const script = new AccountScript();
    script.assign(script.put("50", "2026-01-16"), "1");
    const [cycle] = await buildViews(script.events, NOW);
    expect(cycle).toMatchObject({
      state: "uncovered",
      shares: "100",
      collateral: "5000",
      taxBasis: null,
      effectiveBasis: null,
      breakEven: null,
      openProfit: "100",
      premium: { collected: "0" },
      events: [{ kind: "assigned", realised: "0", cash: "-5000" }],
    });
    expect(blockedOf(cycle?.blocked)).toEqual([
      "premium: opening_trade",
      "realisedProfit: opening_trade",
      "effectiveBasis: opening_trade",
      "breakEven: opening_trade",
      "annualised: opening_trade",
      "taxBasis: opening_trade",
    ]);
  });

  it("an end of more contracts than were opened keeps what is known", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16");
    script.sellToOpen(JAN_5, put, "1", "1.00").expire(put, "3");
    const [cycle] = await buildViews(script.events);
    expect(cycle).toMatchObject({
      ending: "expired",
      premium: { realised: "100" },
      events: [{}, { quantity: "3" }],
    });
    expect(cycle?.blocked[0]).toEqual({
      figure: "premium",
      missing: "opening_trade",
      eventId: "ACCOUNT-1-XYZ-0002",
    });
  });

  it("23: nobody says what a contract delivers", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-02-06", { sharesPerContract: null });
    script.sellToOpen(JAN_5, put, "1", "1.00");
    const [open] = await buildViews(script.events, NOW);
    expect(open).toMatchObject({
      breakEven: null,
      shorts: [{ distanceToStrike: null, risk: { level: "unknown" } }],
    });
    expect(blockedOf(open?.blocked).slice(0, 2)).toEqual([
      "state: contract_terms",
      "breakEven: contract_terms",
    ]);
    script.assign(put, "1");
    const [assigned] = await buildViews(script.events, NOW);
    expect(assigned).toMatchObject({
      closedAt: null,
      shares: "0",
      collateral: "5000",
      taxBasis: null,
      openProfit: null,
    });
    expect(blockedOf(assigned?.blocked)).toContain("shares: shares_delivered");
  });

  it("a called-away call of which nobody says what it delivered", async () => {
    const script = new AccountScript();
    const [put, call] = [
      script.put("50", "2026-01-16"),
      script.call("52", "2026-02-06", { sharesPerContract: null }),
    ];
    script.sellToOpen(JAN_5, put, "1", "1.00").assign(put, "1").sellToOpen(JAN_20, call, "1", "0.80");
    const [covered] = await buildViews(script.events, NOW);
    expect(blockedOf(covered?.blocked)[0]).toBe("state: contract_terms");
    script.assign(call, "1", { shares: "-100" });
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "called_away", shareProfit: "200", blocked: [] },
    ]);
    const unsaid = new AccountScript();
    unsaid
      .sellToOpen(JAN_5, put, "1", "1.00")
      .assign(put, "1")
      .sellToOpen(JAN_20, call, "1", "0.80")
      .assign(call, "1");
    const [cycle] = await buildViews(unsaid.events);
    expect(cycle).toMatchObject({ closedAt: null, openProfit: null });
    expect(blockedOf(cycle?.blocked)).toContain("shareProfit: shares_delivered");
  });

  it("24: fees that nobody says block what depends on them", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16");
    script.sellToOpen(JAN_5, put, "1", "1.00", { fees: null }).assign(put, "1");
    const [cycle] = await buildViews(script.events, NOW);
    expect(cycle).toMatchObject({ premium: { collected: "100" }, taxBasis: null, effectiveBasis: null });
    expect(blockedOf(cycle?.blocked)).toEqual([
      "fees: fees",
      "realisedProfit: fees",
      "effectiveBasis: fees",
      "breakEven: fees",
      "annualised: fees",
      "taxBasis: fees",
    ]);
  });

  it("fees missing of a purchase, a sale and a buy-back are named where they matter", async () => {
    const script = new AccountScript();
    const call = script.call("50", "2026-02-06");
    script
      .buyShares(JAN_5, "100", "49", { fees: null })
      .sellToOpen(JAN_5, call, "1", "1.00")
      .buyToClose(JAN_20, call, "1", "0.50", { fees: null });
    const [open] = await buildViews(script.events, NOW);
    expect(blockedOf(open?.blocked)).toContain("taxBasis: fees");
    expect(blockedOf(open?.blocked)).toContain("fees: fees");
    script.sellShares("2026-01-22T15:00:00.000Z", "100", "51", { fees: null });
    const [sold] = await buildViews(script.events, NOW);
    expect(sold).toMatchObject({ ending: "shares_sold", shareProfit: "200" });
    expect(blockedOf(sold?.blocked)).toEqual([
      "annualised: fees",
      "fees: fees",
      "realisedProfit: fees",
      "shareProfit: fees",
    ]);
  });

  it("25: a return of six days is no return of a year", async () => {
    const script = new AccountScript();
    script.sellToOpen(JAN_5, script.put("50", "2026-01-30"), "2", "1.20");
    const [cycle] = await buildViews(script.events, buildFacts("2026-01-11T15:00:00.000Z"));
    expect(cycle?.annualised).toEqual({
      onCollateral: null,
      tooEarly: true,
      days: 6,
      averageCollateral: "10000",
    });
  });

  it("at the very moment of the sale nothing has been tied up for any time", async () => {
    const script = new AccountScript();
    script.sellToOpen(JAN_5, script.put("50", "2026-01-05"), "1", "1.20");
    const [cycle] = await buildViews(script.events, buildFacts(JAN_5));
    expect(cycle?.annualised).toEqual({
      onCollateral: null,
      tooEarly: true,
      days: 0,
      averageCollateral: null,
    });
    expect(cycle?.shorts[0]).toMatchObject({ yieldAtOpening: null, timeShare: "0", daysToExpiration: 0 });
  });

  it("a cycle's option settled in cash counts as bought back, or is blocked without the cash", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16");
    script.sellToOpen(JAN_5, put, "1", "1.00").settleInCash(put, "1", "short", "-30");
    expect(await buildViews(script.events)).toMatchObject([
      { ending: "bought_back", premium: { paidToClose: "30", realised: "70" } },
    ]);
    const unsaid = new AccountScript();
    unsaid.sellToOpen(JAN_5, put, "1", "1.00").settleInCash(put, "1", "short", null);
    const [cycle] = await buildViews(unsaid.events);
    expect(blockedOf(cycle?.blocked)).toContain("premium: cash_delivered");
  });

  it("gaps beside the wheel are noted with the event", async () => {
    const script = new AccountScript();
    const index = script.put("5000", "2026-01-16", { settlement: "cash", sharesPerContract: null });
    const odd = script.call("50", "2026-01-16", { sharesPerContract: null });
    script
      .settleInCash(index, "1", "short", null)
      .settleInCash(index, "1", "long", null)
      .sellToClose(JAN_5, odd, "1", "2.00")
      .exercise(odd, "1")
      .exercise({ ...odd, right: "put" }, "1")
      .changeContract(JAN_20, odd, { ...odd, contractId: "other" }, "2", "2");
    const ledger = await buildOneLedger(script.events);
    expect(ledger.cycles).toEqual([]);
    expect(
      ledger.blocked.map(({ figure, missing, eventId }) => `${eventId?.slice(-1)} ${figure}: ${missing}`),
    ).toEqual(
      expect.arrayContaining([
        "1 premium: opening_trade",
        "1 premium: cash_delivered",
        "2 premium: opening_trade",
        "2 premium: cash_delivered",
        "3 premium: opening_trade",
        "4 premium: opening_trade",
        "4 shares: shares_delivered",
        "5 shares: shares_delivered",
        "6 premium: opening_trade",
      ]),
    );
  });

  it("a split that says of no shares while there are some", async () => {
    const script = new AccountScript();
    const put = script.put("50", "2026-01-16");
    script.sellToOpen(JAN_5, put, "1", "1.00").assign(put, "1").split(JAN_20, "0", "0");
    const [cycle] = await buildViews(script.events);
    expect(cycle).toMatchObject({ shares: "100", taxBasis: null });
    expect(blockedOf(cycle?.blocked)).toContain("shares: shares_delivered");
  });
});
