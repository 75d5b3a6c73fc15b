import { describe, expect, it } from "vitest";
import type { AttentionFacts } from "@/server/services/attention/attention-facts";
import { assignmentPending, evidenceMissing } from "@/server/services/attention/rules/evidence";
import { exDividend } from "@/server/services/attention/rules/ex-dividend";
import { expiring } from "@/server/services/attention/rules/expiring";
import { inTheMoney, nearStrike } from "@/server/services/attention/rules/moneyness";
import { profitTarget } from "@/server/services/attention/rules/profit-target";
import { DEFAULT_ATTENTION_SETTINGS as SETTINGS } from "@/shared/schemas/attention";
import type { OpenShort } from "@/shared/schemas/wheel";
import { attentionFacts } from "@/test/attention-facts";
import { besideWheel, openShort, optionTerms, wheelCycle } from "@/test/wheel-builders";

const withShort = (short: Partial<OpenShort>): AttentionFacts =>
  attentionFacts({ cycles: [wheelCycle({ shorts: [openShort(short)] })] });

describe("expiring", () => {
  it.each([
    [-1, null],
    [0, "critical"],
    [1, "warning"],
    [2, "info"],
    [7, "info"],
    [8, null],
  ])("with %i days left of seven is %s", (daysToExpiration, severity) => {
    const [found] = expiring(withShort({ daysToExpiration }), SETTINGS);
    expect(found?.severity ?? null).toBe(severity);
  });

  it("names the option, the account and the numbers", () => {
    expect(expiring(withShort({ daysToExpiration: 1 }), SETTINGS)).toEqual([
      {
        key: "expiring:c-1:a-1:contract-1",
        rule: "expiring",
        severity: "warning",
        connectionId: "c-1",
        label: "Main",
        account: { accountId: "a-1", maskedNumber: "••••1234" },
        underlying: "AAPL",
        option: optionTerms(),
        cycleId: "cycle-1",
        facts: { days: "1", expiration: "2026-03-20", quantity: "-1" },
        stance: "warning:-1",
        dueDay: "2026-03-20",
      },
    ]);
  });

  it.each([
    ["2026-03-02", 0],
    ["2026-03-09", 7],
    ["2026-03-10", null],
    ["2026-03-01", null],
  ])("counts the days of options beside the wheel, here to %s", (expiration, days) => {
    const option = optionTerms({ expiration });
    const [found, ...more] = expiring(
      attentionFacts({ beside: [besideWheel({ option }), besideWheel({ option, quantity: "0" })] }),
      SETTINGS,
    );
    expect(found?.facts["days"] ?? null).toBe(days === null ? null : String(days));
    expect(found?.cycleId ?? null).toBeNull();
    expect(more).toEqual([]);
  });

  it("says nothing but on the last day when the person wants that", () => {
    const settings = { ...SETTINGS, expiringDays: 0 };
    expect(expiring(withShort({ daysToExpiration: 1 }), settings)).toEqual([]);
    expect(expiring(withShort({ daysToExpiration: 0 }), settings)).toHaveLength(1);
  });
});

describe("in the money and near the strike", () => {
  it.each([
    // distance, percent, days, in the money, near
    ["-0.01", "-0.01", 18, "warning", null],
    ["-0.01", "-0.01", 2, "critical", null],
    ["-0.01", "-0.01", 3, "warning", null],
    ["0", "0", 18, null, "info"],
    ["-0", "0", 18, null, "info"],
    ["3", "2", 18, null, "info"],
    ["3", "2", 2, null, "warning"],
    ["3", "2.01", 18, null, null],
    ["-1", "-1", -1, null, null],
    [null, "-1", 1, null, null],
    ["-1", null, 1, null, null],
  ])("%s dollars, %s %% and %i days from it: %s, %s", (dollars, percent, days, itm, near) => {
    const facts = withShort({
      distanceToStrike: dollars,
      distancePercent: percent,
      daysToExpiration: days,
    });
    expect(inTheMoney(facts, SETTINGS)[0]?.severity ?? null).toBe(itm);
    expect(nearStrike(facts, SETTINGS)[0]?.severity ?? null).toBe(near);
  });

  it("tell the price where it is known", () => {
    const short = openShort({ distanceToStrike: "-1", distancePercent: "-1" });
    const factsWith = (sharePrice: string | null) =>
      inTheMoney(attentionFacts({ cycles: [wheelCycle({ sharePrice, shorts: [short] })] }), SETTINGS)[0]
        ?.facts;
    expect(factsWith("149")).toEqual({
      strike: "150",
      distance: "-1",
      distancePercent: "-1",
      days: "18",
      sharePrice: "149",
    });
    expect(factsWith(null)).not.toHaveProperty("sharePrice");
  });

  it.each([
    ["-4.99", "warning:-1:0"],
    ["-5", "warning:-1:1"],
    ["-12", "warning:-1:2"],
  ])("are news again at each step of depth, here at %s %%", (distancePercent, stance) => {
    const [found] = inTheMoney(withShort({ distanceToStrike: "-9", distancePercent }), SETTINGS);
    expect(found?.stance).toBe(stance);
  });
});

describe("the profit target", () => {
  it.each([
    ["0.7499", null],
    ["0.75", "info:-1:7"],
    ["0.8", "info:-1:8"],
    ["1", "info:-1:10"],
    ["-2", null],
    [null, null],
  ])("at a profit share of %s has the stance %s", (profitShare, stance) => {
    const [found] = profitTarget(withShort({ profitShare }), SETTINGS);
    expect(found?.stance ?? null).toBe(stance);
  });

  it("is told beside the time that has passed, where that is known", () => {
    const [found] = profitTarget(withShort({ profitShare: "0.815", mark: "0.37" }), SETTINGS);
    expect(found?.facts).toEqual({
      profitPercent: "81.5",
      targetPercent: "75",
      days: "18",
      mark: "0.37",
      timePercent: "36",
    });
    const bare = profitTarget(withShort({ profitShare: "0.8", mark: null, timeShare: null }), SETTINGS);
    expect(Object.keys(bare[0]?.facts ?? {})).toEqual(["profitPercent", "targetPercent", "days"]);
  });
});

describe("an ex-dividend day before expiration", () => {
  const call = (changes: Partial<OpenShort> = {}): OpenShort =>
    openShort({
      option: optionTerms({ right: "call", strike: "170" }),
      mark: "0.30",
      distanceToStrike: "1",
      ...changes,
    });
  const facts = (
    short: OpenShort,
    exDividendDay: string | null,
    dividendPerShare: string | null = "0.50",
    sharePrice: string | null = "169",
  ) => {
    const share = { symbol: "AAPL", name: null, quote: null, exDividendDay, dividendPerShare };
    return attentionFacts({
      cycles: [wheelCycle({ sharePrice, shorts: [short] })],
      shares: new Map([["c-1 AAPL", share]]),
    });
  };
  const severityOf = (...given: Parameters<typeof facts>) =>
    exDividend(facts(...given), SETTINGS)[0]?.severity ?? null;

  it.each([
    ["today", "2026-03-02", null],
    ["tomorrow", "2026-03-03", "critical"],
    ["after a weekend", "2026-03-05", "critical"],
    ["in four days", "2026-03-06", "warning"],
    ["on the day of expiration", "2026-03-20", "warning"],
    ["after the expiration", "2026-03-23", null],
    ["unknown", null, null],
  ])("%s, with a time value below the dividend", (_when, exDay, severity) => {
    expect(severityOf(call(), exDay)).toBe(severity);
  });

  it.each([
    ["a time value that equals the dividend", call({ mark: "0.50" }), "0.50", "169", null],
    ["a time value of nothing but the price", call({ mark: "0.49" }), "0.50", "169", "critical"],
    [
      "in the money with time value enough",
      call({ mark: "2.60", distanceToStrike: "-2" }),
      "0.50",
      "172",
      "warning",
    ],
    [
      "in the money with too little",
      call({ mark: "2.40", distanceToStrike: "-2" }),
      "0.50",
      "172",
      "critical",
    ],
    ["in the money with an unknown dividend", call({ distanceToStrike: "-2" }), null, "172", "warning"],
    ["without a mark", call({ mark: null }), "0.50", "169", null],
    ["without a share price", call({ distanceToStrike: null }), "0.50", null, null],
  ])("with %s", (_what, short, dividend, price, severity) => {
    expect(severityOf(short, "2026-03-03", dividend, price)).toBe(severity);
  });

  it("does not matter to puts, nor where nothing is known of the share", () => {
    expect(severityOf(openShort({ mark: "0.1" }), "2026-03-03")).toBeNull();
    expect(exDividend(attentionFacts({ cycles: [wheelCycle({ shorts: [call()] })] }), SETTINGS)).toEqual([]);
  });

  it.each([
    ["2026-03-04", "2026-03-03"],
    ["2026-03-09", "2026-03-06"],
    ["2026-03-08", "2026-03-06"],
  ])("%s is due on the trading day before, %s", (exDay, dueDay) => {
    expect(exDividend(facts(call(), exDay), SETTINGS)[0]).toMatchObject({
      dueDay,
      facts: { exDividendDay: exDay, dividendPerShare: "0.50", timeValue: "0.3" },
    });
  });
});

describe("evidence", () => {
  it("of an assignment that is under way is a warning", () => {
    const pending = withShort({ risk: { level: "pending", evidence: [] } });
    expect(assignmentPending(pending, SETTINGS)).toMatchObject([
      { rule: "assignment_pending", severity: "warning", facts: { quantity: "-1", strike: "150" } },
    ]);
    expect(assignmentPending(attentionFacts(), SETTINGS)).toEqual([]);
  });

  it("that is missing is told with its figures, but not a price that comes again", () => {
    const gap = { figure: "effectiveBasis", missing: "opening_trade", eventId: "e-1" } as const;
    const price = { figure: "openProfit", missing: "option_price", eventId: null } as const;
    const found = (blocked: (typeof gap | typeof price)[]) =>
      evidenceMissing(attentionFacts({ cycles: [wheelCycle({ blocked })] }), SETTINGS);
    expect(found([gap, gap, price])).toMatchObject([
      {
        key: "evidence_missing:cycle-1",
        severity: "info",
        facts: { missing: "opening_trade", figures: "effectiveBasis" },
        stance: "opening_trade",
        option: null,
      },
    ]);
    expect(found([price])).toEqual([]);
  });

  it("that is missing for very many figures is told with as many as fit", () => {
    const blocked = Array.from({ length: 9 }, (_, index) => ({
      figure: `figureNumber${index}`,
      missing: "fees" as const,
      eventId: null,
    }));
    const [found] = evidenceMissing(attentionFacts({ cycles: [wheelCycle({ blocked })] }), SETTINGS);
    expect(found?.facts["figures"]).toBe(
      "figureNumber0 figureNumber1 figureNumber2 figureNumber3 figureNumber4",
    );
  });
});
