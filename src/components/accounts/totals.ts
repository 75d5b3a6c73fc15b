import { Decimal } from "decimal.js";
import type { AccountSummaryView } from "@/shared/schemas/account";

/** The figures that add up over accounts. */
export type Figure = "portfolioValue" | "cash" | "buyingPower" | "totalReturnToday" | "totalReturnTotal";

export interface FigureTotal {
  /** Sum of the known values as a decimal string; null when none is known. */
  readonly sum: string | null;
  /** Accounts that the sum counts. */
  readonly counted: number;
  /** The part of the sum that rests on stale readings; null when there is none. */
  readonly staleSum: string | null;
}

export interface CurrencyTotal {
  readonly currency: string;
  readonly accounts: number;
  readonly staleAccounts: number;
  readonly figures: Readonly<Record<Figure, FigureTotal>>;
}

interface Totals {
  /** One total per currency, in the order of its first account; amounts of two currencies are never added. */
  readonly currencies: readonly CurrencyTotal[];
  /** Connections whose accounts are in no total because their reading failed. */
  readonly failedConnections: readonly string[];
}

// Twenty digits before the point and twelve behind it must survive the addition of many accounts.
const Exact = Decimal.clone({ precision: 60 });

type Account = AccountSummaryView["accounts"][number];
type Reading = { readonly account: Account; readonly stale: boolean };

/**
 * Sums the figures over all accounts that could be read, currency by currency, and says how much of each sum
 * is stale. A failed reading counts as unknown, never as zero.
 */
export function totalsOf(views: readonly AccountSummaryView[]): Totals {
  const byCurrency = new Map<string, Reading[]>();
  for (const { accounts, provenance } of views) {
    if (provenance.state === "failed") continue;
    for (const account of accounts) {
      const readings = byCurrency.get(account.currency) ?? [];
      readings.push({ account, stale: provenance.state === "stale" });
      byCurrency.set(account.currency, readings);
    }
  }
  return {
    currencies: [...byCurrency].map(([currency, readings]) => ({
      currency,
      accounts: readings.length,
      staleAccounts: readings.filter((reading) => reading.stale).length,
      figures: {
        portfolioValue: figureTotal(readings, "portfolioValue"),
        cash: figureTotal(readings, "cash"),
        buyingPower: figureTotal(readings, "buyingPower"),
        totalReturnToday: figureTotal(readings, "totalReturnToday"),
        totalReturnTotal: figureTotal(readings, "totalReturnTotal"),
      },
    })),
    failedConnections: views
      .filter((view) => view.provenance.state === "failed")
      .map((view) => view.connectionId),
  };
}

function figureTotal(readings: readonly Reading[], figure: Figure): FigureTotal {
  const known = readings.flatMap(({ account, stale }) => {
    const value = account[figure];
    return value === null ? [] : [{ value, stale }];
  });
  return {
    sum: sumOf(known.map(({ value }) => value)),
    counted: known.length,
    staleSum: sumOf(known.filter(({ stale }) => stale).map(({ value }) => value)),
  };
}

function sumOf(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum.plus(value), new Exact(0)).toFixed();
}
