import { Decimal } from "decimal.js";
import { quantityText } from "@/server/brokers/robinhood/decimal-reply";
import type { ChainReply } from "@/server/brokers/robinhood/option-chains";
import type { OptionTerms } from "@/shared/schemas/trading";

const standardSize = new Decimal(100);

/** What a row or the contract itself says. */
interface ContractFacts {
  readonly type: "call" | "put";
  readonly strike_price: Decimal;
  readonly expiration_date: string;
  readonly underlying_type?: string | null | undefined;
}

/**
 * The terms of a contract from it and its chain. An adjusted one has a number behind its symbol, or delivers other
 * than 100 shares. Null where nobody says what a price of it is multiplied with.
 */
export function termsOf(
  wish: { readonly contractId: string; readonly multiplier: Decimal | null },
  contract: ContractFacts,
  chain: ChainReply,
): OptionTerms | null {
  const multiplier = wish.multiplier ?? chain.trade_value_multiplier;
  if (multiplier === null) return null;
  const isIndex =
    contract.underlying_type === "index" || (chain.underlyings ?? []).some(({ type }) => type === "index");
  const deliverable = isIndex ? null : sharesDelivered(chain);
  return {
    contractId: wish.contractId,
    underlying: chain.underlyings?.[0]?.symbol ?? plainSymbol(chain.symbol),
    right: contract.type,
    strike: quantityText(contract.strike_price),
    expiration: contract.expiration_date,
    multiplier: quantityText(multiplier),
    sharesPerContract: quantityText(deliverable),
    settlement: isIndex ? "cash" : "physical",
    adjusted: !isIndex && isAdjusted(chain.symbol, multiplier, deliverable),
  };
}

/** Whether the terms are other than those of a contract as it is first listed. */
export function isAdjusted(chainSymbol: string, multiplier: Decimal, deliverable: Decimal | null): boolean {
  const isStandard = multiplier.eq(standardSize) && deliverable?.eq(standardSize) === true;
  return !isStandard || plainSymbol(chainSymbol) !== chainSymbol;
}

/** The stock's symbol: a chain of adjusted contracts has a number behind it, such as `F1`. */
export function plainSymbol(chainSymbol: string): string {
  return chainSymbol.replace(/(?<=.)\d+$/, "");
}

/** Null where one contract delivers more than shares of one stock, or nobody says. */
function sharesDelivered(chain: ChainReply): Decimal | null {
  const listed = chain.underlyings ?? chain.underlying_instruments ?? [];
  const [first, ...others] = listed;
  return others.length > 0 || hasCash(chain.cash_component) ? null : (first?.quantity ?? null);
}

/** Whether cash is delivered too: anything but nothing and zero. */
export function hasCash(component: unknown): boolean {
  if (component === null || component === undefined) return false;
  return typeof component !== "string" || !/^-?0+(\.0+)?$/.test(component);
}
