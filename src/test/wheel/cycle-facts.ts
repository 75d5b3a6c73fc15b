import type { ShareFacts } from "@/server/brokers/broker";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import type { OptionPosition, OptionTerms, Quote, StockPosition } from "@/shared/schemas/trading";

const NO_QUOTE: Quote = { price: null, bid: null, ask: null, previousClose: null, quotedAt: null };

/** What is known at a time; without positions unless they are given. */
export function buildFacts(now: string, given: Partial<CycleFacts> = {}): CycleFacts {
  return {
    subject: {
      connectionId: "connection-1",
      broker: "robinhood",
      label: "My broker",
      accountId: "account-1",
      maskedNumber: "••••1234",
    },
    positions: null,
    shares: new Map(),
    now: new Date(now),
    ...given,
  };
}

export function buildShareFacts(price: string | null, given: Partial<ShareFacts> = {}): ShareFacts {
  return {
    symbol: "XYZ",
    name: null,
    quote: { ...NO_QUOTE, price },
    exDividendDay: null,
    dividendPerShare: null,
    ...given,
  };
}

export function buildStockPosition(quantity: string, given: Partial<StockPosition> = {}): StockPosition {
  return {
    kind: "stock",
    accountNumber: "ACCOUNT-1",
    quantity,
    averagePrice: null,
    openedAt: null,
    symbol: "XYZ",
    name: null,
    sharesHeldForCalls: null,
    quote: null,
    ...given,
  };
}

export function buildOptionPosition(
  option: OptionTerms,
  quantity: string,
  mark: string | null,
  given: Partial<OptionPosition> = {},
): OptionPosition {
  return {
    kind: "option",
    accountNumber: "ACCOUNT-1",
    quantity,
    averagePrice: null,
    openedAt: null,
    symbol: option.underlying,
    contractId: option.contractId,
    option,
    quote: {
      ...NO_QUOTE,
      price: mark,
      delta: null,
      gamma: null,
      theta: null,
      vega: null,
      impliedVolatility: null,
      openInterest: null,
      volume: null,
    },
    underlyingQuote: null,
    pendingQuantity: null,
    ...given,
  };
}
