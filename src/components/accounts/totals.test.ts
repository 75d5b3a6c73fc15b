import { describe, expect, it } from "vitest";
import { totalsOf } from "@/components/accounts/totals";
import type { AccountSummaryView } from "@/shared/schemas/account";

type Account = AccountSummaryView["accounts"][number];

function account(more: Partial<Account> = {}): Account {
  return {
    accountId: "account-1",
    maskedNumber: "••••1234",
    kind: "margin",
    currency: "USD",
    buyingPower: "100.10",
    cash: "50.05",
    portfolioValue: "1000.10",
    totalReturnToday: "-1.5",
    totalReturnTotal: null,
    dayTradesRemaining: 3,
    patternDayTrader: false,
    updatedAt: "2026-11-22T14:00:00.000Z",
    ...more,
  };
}

function view(
  connectionId: string,
  state: "fresh" | "stale" | "failed",
  accounts: Account[],
): AccountSummaryView {
  return {
    connectionId,
    provenance: { source: "robinhood", state, asOf: "2026-11-22T14:00:00.000Z", errorCode: null },
    accounts,
    revalidating: false,
    budget: null,
  };
}

describe("totalsOf", () => {
  it("has nothing to say about nothing", () => {
    expect(totalsOf([])).toEqual({ currencies: [], failedConnections: [] });
  });

  it("adds decimals without the errors of floats", () => {
    const [usd] = totalsOf([
      view("a", "fresh", [account({ cash: "0.1" }), account({ cash: "0.2" })]),
      view("b", "fresh", [account({ cash: "99999999999999999999.7" })]),
    ]).currencies;
    expect(usd?.figures.cash.sum).toBe("100000000000000000000");
  });

  it("never adds two currencies", () => {
    const { currencies } = totalsOf([
      view("a", "fresh", [account(), account({ currency: "EUR", cash: "7" })]),
      view("b", "fresh", [account()]),
    ]);
    expect(currencies.map(({ currency, accounts }) => [currency, accounts])).toEqual([
      ["USD", 2],
      ["EUR", 1],
    ]);
    expect(currencies[1]?.figures.cash.sum).toBe("7");
  });

  it("counts an unknown figure as unknown, not as zero", () => {
    const [usd] = totalsOf([
      view("a", "fresh", [account({ buyingPower: null }), account({ buyingPower: "25" })]),
    ]).currencies;
    expect(usd?.figures.buyingPower).toEqual({ sum: "25", counted: 1, staleSum: null });
    expect(usd?.figures.totalReturnTotal).toEqual({ sum: null, counted: 0, staleSum: null });
  });

  it("says how much of a sum is stale", () => {
    const [usd] = totalsOf([
      view("a", "fresh", [account({ cash: "10" })]),
      view("b", "stale", [account({ cash: "5.5" })]),
    ]).currencies;
    expect(usd?.staleAccounts).toBe(1);
    expect(usd?.figures.cash).toEqual({ sum: "15.5", counted: 2, staleSum: "5.5" });
  });

  it("leaves a failed connection out and names it", () => {
    const totals = totalsOf([view("a", "fresh", [account()]), view("b", "failed", [account()])]);
    expect(totals.currencies[0]?.accounts).toBe(1);
    expect(totals.failedConnections).toEqual(["b"]);
  });
});
