import { DaysLeft } from "@/components/options/days-left";
import { Distance } from "@/components/options/distance";
import { daysToExpiry, dayWords, strikeWords } from "@/components/positions/contract-words";
import { decimalColumn } from "@/components/positions/number-column";
import { distanceToStrike } from "@/components/positions/ratios";
import { Exact } from "@/components/table/exact-decimal";
import type { GridColumn } from "@/components/table/grid-column";
import { Decimals } from "@/components/ui/decimals";
import type { OptionQuote, OptionTerms } from "@/shared/schemas/trading";

/** How a row gives the contract that it is about, and its price. */
interface ContractOf<TRow> {
  option: (row: TRow) => OptionTerms | null;
  quote: (row: TRow) => OptionQuote | null;
  sharePrice: (row: TRow) => string | null;
}

const RIGHT_WORDS: Readonly<Record<string, string>> = { call: "Call", put: "Put" };

/** What a contract is: right, strike, expiration, days left, and how far the share is from the strike. */
export function termColumns<TRow>(of: ContractOf<TRow>): GridColumn<TRow>[] {
  const expirationOf = (row: TRow) => of.option(row)?.expiration ?? null;
  const distanceOf = (row: TRow) => {
    const option = of.option(row);
    return option === null ? null : distanceToStrike(option, of.sharePrice(row));
  };
  return [
    {
      id: "right",
      header: "Right",
      sorts: "text",
      widthPx: 60,
      facet: true,
      groups: true,
      value: (row) => of.option(row)?.right ?? null,
      label: (value) => RIGHT_WORDS[value] ?? value,
      cell: (row) => RIGHT_WORDS[of.option(row)?.right ?? ""] ?? "—",
    },
    {
      id: "strike",
      header: "Strike",
      sorts: "decimal",
      align: "end",
      widthPx: 68,
      value: (row) => of.option(row)?.strike ?? null,
      cell: (row) => {
        const option = of.option(row);
        return option === null ? <Decimals value={null} /> : strikeWords(option.strike);
      },
    },
    {
      id: "expiration",
      header: "Expiration",
      sorts: "text",
      widthPx: 104,
      facet: true,
      groups: true,
      value: expirationOf,
      label: dayWords,
      cell: (row) => {
        const day = expirationOf(row);
        return day === null ? "—" : dayWords(day);
      },
    },
    {
      id: "days",
      header: "Days left",
      sorts: "decimal",
      align: "end",
      widthPx: 80,
      value: (row) => {
        const day = expirationOf(row);
        return day === null ? null : String(daysToExpiry(day, new Date()));
      },
      cell: (row) => {
        const day = expirationOf(row);
        return day === null ? <Decimals value={null} /> : <DaysLeft expiration={day} />;
      },
    },
    {
      id: "distance",
      header: "To strike",
      sorts: "decimal",
      align: "end",
      widthPx: 104,
      value: distanceOf,
      cell: (row) => <Distance percent={distanceOf(row)} />,
    },
  ];
}

/** What a contract's price is made of, where the broker tells. */
export function quoteColumns<TRow>(of: ContractOf<TRow>): GridColumn<TRow>[] {
  const figure = (
    id: keyof Pick<OptionQuote, "price" | "bid" | "ask" | "delta" | "gamma" | "theta" | "vega">,
    header: string,
    decimals: number,
    hiddenAtFirst = false,
  ) =>
    decimalColumn<TRow>({
      id,
      header,
      decimals,
      hiddenAtFirst,
      widthPx: 72,
      value: (row) => of.quote(row)?.[id] ?? null,
    });
  const count = (id: "openInterest" | "volume", header: string) =>
    decimalColumn<TRow>({
      id,
      header,
      decimals: 0,
      hiddenAtFirst: true,
      value: (row) => of.quote(row)?.[id]?.toString() ?? null,
    });
  return [
    figure("bid", "Bid", 2),
    figure("ask", "Ask", 2),
    figure("price", "Mark", 2),
    figure("delta", "Delta", 3),
    figure("theta", "Theta", 3),
    figure("gamma", "Gamma", 4, true),
    figure("vega", "Vega", 3, true),
    decimalColumn<TRow>({
      id: "volatility",
      header: "IV %",
      decimals: 1,
      widthPx: 64,
      value: (row) => percent(of.quote(row)?.impliedVolatility ?? null),
    }),
    count("openInterest", "Open interest"),
    count("volume", "Volume"),
  ];
}

function percent(share: string | null): string | null {
  return share === null ? null : new Exact(share).times(100).toFixed();
}
