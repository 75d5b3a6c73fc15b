export type StockType = "stock" | "etp" | "index";

export interface Listing {
  symbol: string;
  name: string;
  simpleName: string;
  type?: StockType;
  /** Dollars: the price, or what it is drawn around. */
  base: number;
  /** The price is exactly `base`, whatever the seed: histories with prices written down are about these. */
  fixed?: boolean;
  volatility: number;
  /** Dollars a share and quarter. */
  dividend?: string;
  /** Days from the start to the next ex-dividend day. */
  exDividendInDays?: number;
}

/** Quick to read: symbol, names, price, yearly volatility, and what is out of the usual. */
function listing(
  symbol: string,
  name: string,
  simpleName: string,
  base: number,
  volatility: number,
  rest: Partial<Listing> = {},
): Listing {
  return { symbol, name, simpleName, base, volatility, ...rest };
}

const fixed = { fixed: true } as const;

/**
 * What is listed. Of the first part the names are real and the prices are drawn from the seed; of the second the
 * prices are written down, and the companies that split, merge or change their contracts do not exist.
 */
export const listings: readonly Listing[] = [
  listing("AAPL", "Apple Inc. Common Stock", "Apple", 228, 0.28, {
    dividend: "0.26",
    exDividendInDays: 35,
  }),
  listing("AMD", "Advanced Micro Devices, Inc. Common Stock", "AMD", 164, 0.46),
  listing("F", "Ford Motor Company", "Ford Motor", 11.4, 0.34, { dividend: "0.15", exDividendInDays: 42 }),
  listing("KO", "Coca-Cola Company", "Coca-Cola", 68, 0.17, { dividend: "0.51", exDividendInDays: 3 }),
  listing("MSFT", "Microsoft Corporation Common Stock", "Microsoft", 455, 0.24, {
    dividend: "0.83",
    exDividendInDays: 46,
  }),
  listing("NVDA", "NVIDIA Corporation Common Stock", "NVIDIA", 158, 0.44, {
    dividend: "0.01",
    exDividendInDays: 65,
  }),
  listing("PLTR", "Palantir Technologies Inc. Class A Common Stock", "Palantir Technologies", 96, 0.58),
  listing("SPY", "SPDR S&P 500 ETF Trust", "SPDR S&P 500 ETF", 612, 0.15, {
    type: "etp",
    dividend: "1.75",
    exDividendInDays: 74,
  }),
  listing("BAC", "Bank of America Corporation Common Stock", "Bank of America", 45.2, 0.24, {
    ...fixed,
    dividend: "0.26",
    exDividendInDays: 59,
  }),
  listing("HLCN", "Halcyon Robotics, Inc. (made up)", "Halcyon Robotics", 35.2, 0.38, fixed),
  listing("INTC", "Intel Corporation Common Stock", "Intel", 24.3, 0.42, fixed),
  listing("MRDN", "Meridian Freight Corporation (made up)", "Meridian Freight", 41.5, 0.36, fixed),
  listing("PFE", "Pfizer, Inc. Common Stock", "Pfizer", 26.1, 0.22, {
    ...fixed,
    dividend: "0.42",
    exDividendInDays: 8,
  }),
  listing("QRRY", "Quarry Hill Minerals, Inc. (made up)", "Quarry Hill Minerals", 43.6, 0.33, fixed),
  listing("SOFI", "SoFi Technologies, Inc. Common Stock", "SoFi Technologies", 16.8, 0.52, fixed),
  listing("T", "AT&T Inc.", "AT&T", 27.4, 0.19, { ...fixed, dividend: "0.28", exDividendInDays: 5 }),
  listing("XSP", "Mini-SPX Index", "Mini-SPX Index", 611.4, 0.15, { ...fixed, type: "index" }),
];
