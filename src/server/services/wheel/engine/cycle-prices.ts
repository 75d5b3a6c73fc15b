import { type Amount, amount, sumOf } from "@/server/services/wheel/engine/amount";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import type { OptionPosition, Position, Quote } from "@/shared/schemas/trading";

/** What the broker says of a contract that is held. */
export interface ContractFacts {
  /** Per share. */
  readonly mark: Amount | null;
  readonly delta: Amount | null;
  /** Contracts of any account row whose assignment or expiration is on its way. */
  readonly pending: Amount;
}

/** The price of a share: as read for the symbol, or else as it came with the positions. */
export function sharePriceOf(facts: CycleFacts, underlying: string): Amount | null {
  const positions = (facts.positions ?? []).filter(({ symbol }) => symbol === underlying);
  const quotes = [facts.shares.get(underlying)?.quote, ...positions.map(quoteOfShare)];
  const price = quotes.map((quote) => quote?.price).find((each) => typeof each === "string");
  return price === null || price === undefined ? null : amount(price);
}

const quoteOfShare = (position: Position): Quote | null =>
  position.kind === "stock" ? position.quote : position.underlyingQuote;

export function contractFacts(facts: CycleFacts, contractId: string): ContractFacts {
  const rows = (facts.positions ?? []).filter(
    (position): position is OptionPosition =>
      position.kind === "option" && position.contractId === contractId,
  );
  const first = <Key extends "price" | "delta">(key: Key): Amount | null => {
    const value = rows.map(({ quote }) => quote?.[key]).find((each) => typeof each === "string");
    return value === null || value === undefined ? null : amount(value);
  };
  return {
    mark: first("price"),
    delta: first("delta"),
    pending: sumOf(rows.map(({ pendingQuantity }) => amount(pendingQuantity ?? "0").abs())),
  };
}
