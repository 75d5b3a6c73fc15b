import { describe, expect, it } from "vitest";
import { incomeOf } from "@/server/services/income/income-of";
import { besideWheel, cycleEvent, openShort, optionTerms, wheelCycle } from "@/test/wheel-builders";

const TODAY = "2026-03-02";
const CALL = optionTerms({ contractId: "call-1", right: "call", strike: "160", expiration: "2026-04-17" });

/**
 * A put sold at 2 (fee 0.04) and bought back at 0.50 (fee 0.05): 199.96 − 50.05 = 149.91 is final. Then two calls at
 * 1.25 (fee 0.08), still open, and a dividend.
 */
const cycle = wheelCycle({
  state: "covered",
  shares: "200",
  shorts: [openShort({ option: CALL, quantity: "-2", premium: "250" })],
  premium: {
    collected: "450",
    paidToClose: "50",
    fees: "0.17",
    net: "399.83",
    realised: "149.91",
    open: "249.92",
  },
  dividends: "48",
  events: [
    cycleEvent({ at: "2026-01-30T15:00:00.000Z" }),
    cycleEvent({
      kind: "bought_back",
      at: "2026-02-13T15:00:00.000Z",
      price: "0.5",
      cash: "-50.05",
      realised: "149.91",
      collateralAfter: { puts: "0", shares: "0" },
    }),
    cycleEvent({
      kind: "shares_taken_in",
      option: null,
      // 00:30 in London is the day before in New York.
      at: "2026-02-17T00:30:00.000Z",
      quantity: "200",
      price: "155",
      cash: "0",
      collateralAfter: { puts: "0", shares: "31000" },
    }),
    cycleEvent({
      kind: "call_sold",
      option: CALL,
      at: "2026-02-17T15:00:00.000Z",
      quantity: "2",
      price: "1.25",
      cash: "249.92",
      collateralAfter: { puts: "0", shares: "31000" },
    }),
    cycleEvent({
      kind: "dividend",
      option: null,
      at: "2026-02-27T21:00:00.000Z",
      quantity: "200",
      price: null,
      cash: "48",
      collateralAfter: { puts: "0", shares: "31000" },
    }),
  ],
});

describe("the income of cycles", () => {
  it("is told by week from Monday, weeks without any included, up to today", async () => {
    const { weeks } = await incomeOf([cycle], [], TODAY);
    const nothing = { collected: "0", paidToClose: "0", fees: "0", realised: "0", dividends: "0" };
    expect(weeks).toEqual([
      { ...nothing, from: "2026-01-26", collected: "200", fees: "0.04" },
      { ...nothing, from: "2026-02-02" },
      { ...nothing, from: "2026-02-09", paidToClose: "50", fees: "0.05", realised: "149.91" },
      { ...nothing, from: "2026-02-16", collected: "250", fees: "0.08" },
      { ...nothing, from: "2026-02-23", dividends: "48" },
      { ...nothing, from: "2026-03-02" },
    ]);
  });

  it("is told by month, over the end of a year and short months", async () => {
    const old = wheelCycle({ events: [cycleEvent({ at: "2025-11-30T15:00:00.000Z" })] });
    const { months } = await incomeOf([old, cycle], [], TODAY);
    expect(months.map(({ from, collected }) => [from, collected])).toEqual([
      ["2025-11-01", "200"],
      ["2025-12-01", "0"],
      ["2026-01-01", "200"],
      ["2026-02-01", "250"],
      ["2026-03-01", "0"],
    ]);
  });

  it("is told by underlying, and sums up to the whole", async () => {
    const other = wheelCycle({ underlying: "XYZ", cycleId: "cycle-2" });
    const income = await incomeOf([other, cycle, cycle], [], TODAY);
    expect(income.underlyings).toEqual([
      { underlying: "AAPL", realised: "299.82", open: "499.84", dividends: "96", contracts: "6" },
      { underlying: "XYZ", realised: "0", open: "199.96", dividends: "0", contracts: "1" },
    ]);
    expect(income).toMatchObject({ realised: "299.82", open: "699.8" });
  });

  it("counts a trade without a price or contract for its cash alone", async () => {
    const odd = cycleEvent({ price: null, option: null, cash: "0" });
    const { weeks } = await incomeOf([wheelCycle({ events: [odd] })], [], TODAY);
    expect(weeks[0]).toMatchObject({ collected: "0", fees: "0" });
  });

  it("of nothing is nothing", async () => {
    expect(await incomeOf([], [], TODAY)).toEqual({
      weeks: [],
      months: [],
      underlyings: [],
      realised: "0",
      open: "0",
      calendar: [],
      capital: [],
    });
  });

  it("of a thousand events and more is the same as of each", async () => {
    const events = Array.from({ length: 2500 }, () => cycleEvent());
    const { underlyings, weeks } = await incomeOf([wheelCycle({ events })], [], TODAY);
    expect(underlyings[0]?.contracts).toBe("2500");
    expect(weeks[0]).toMatchObject({ collected: "500000", fees: "100" });
  });
});

describe("the capital in use", () => {
  it("is what is tied up at the end of each day in New York, of all cycles together", async () => {
    const second = wheelCycle({ events: [cycleEvent({ at: "2026-02-15T15:00:00.000Z" })] });
    const { capital } = await incomeOf([cycle, second], [], TODAY);
    const on = (day: string) => capital.find((point) => point.day === day);
    expect(capital[0]).toEqual({ day: "2026-01-30", puts: "15000", shares: "0" });
    expect(on("2026-02-12")).toEqual({ day: "2026-02-12", puts: "15000", shares: "0" });
    expect(on("2026-02-13")).toEqual({ day: "2026-02-13", puts: "0", shares: "0" });
    expect(on("2026-02-16")).toEqual({ day: "2026-02-16", puts: "15000", shares: "31000" });
    expect(capital.at(-1)).toEqual({ day: TODAY, puts: "15000", shares: "31000" });
    expect(capital).toHaveLength(32);
  });
});

describe("the calendar of expirations", () => {
  it("has short options of cycles and those beside, by day and underlying", async () => {
    const gone = besideWheel({ quantity: "0" });
    const beside = [besideWheel(), gone, besideWheel({ option: optionTerms({ underlying: "AAA" }) })];
    const { calendar } = await incomeOf([cycle, wheelCycle()], beside, TODAY);
    expect(
      calendar.map(({ day, option, quantity, premium, cycleId }) => [
        day,
        option.underlying,
        option.right,
        quantity,
        premium,
        cycleId,
      ]),
    ).toEqual([
      ["2026-03-20", "AAA", "put", "3", null, null],
      ["2026-03-20", "AAPL", "put", "-1", "200", "cycle-1"],
      ["2026-03-20", "AAPL", "call", "3", null, null],
      ["2026-04-17", "AAPL", "call", "-2", "250", "cycle-1"],
    ]);
    expect(calendar[0]).toMatchObject({ connectionId: "c-1", label: "Main", maskedNumber: "••••1234" });
    expect(calendar[0]).not.toHaveProperty("reason");
  });
});
