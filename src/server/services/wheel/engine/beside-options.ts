import { Amount, ZERO } from "@/server/services/wheel/engine/amount";
import type { BesideReason, UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import type { OrderLegs } from "@/server/services/wheel/engine/order-legs";
import type { OptionTerms } from "@/shared/schemas/trading";

export type HeldSide = "short" | "long";

/** Why contracts sold by an order are no part of a wheel; null when they are. */
export function besideReason(
  option: OptionTerms,
  orderId: string | null,
  legs: OrderLegs,
): BesideReason | null {
  if (option.settlement === "cash") {
    return "cash_settled";
  }
  if (option.sharesPerContract !== null && new Amount(option.sharesPerContract).isZero()) {
    return "not_equity";
  }
  return orderId !== null && legs.opensLong(orderId, option.right) ? "spread_leg" : null;
}

/** Contracts of that side beside the wheel, not signed. */
export function besideQuantity(ledger: UnderlyingLedger, contractId: string, held: HeldSide): Amount {
  return ledger.beside.get(keyOf(contractId, held))?.quantity.abs() ?? ZERO;
}

/** Adds contracts (or with a negative number takes them away), not signed by their side. */
export function changeBeside(
  ledger: UnderlyingLedger,
  option: OptionTerms,
  held: HeldSide,
  contracts: Amount,
  reason: BesideReason,
): void {
  const key = keyOf(option.contractId, held);
  const signed = held === "short" ? contracts.neg() : contracts;
  const known = ledger.beside.get(key);
  const quantity = signed.plus(known?.quantity ?? ZERO);
  if (quantity.isZero()) {
    ledger.beside.delete(key);
  } else {
    ledger.beside.set(key, { option, quantity, reason: known?.reason ?? reason });
  }
}

/** Takes away at most as many contracts as there are, and returns how many those were. */
export function takeBeside(
  ledger: UnderlyingLedger,
  option: OptionTerms,
  held: HeldSide,
  contracts: Amount,
): Amount {
  const taken = Amount.min(contracts, besideQuantity(ledger, option.contractId, held));
  changeBeside(ledger, option, held, taken.neg(), "long_option");
  return taken;
}

const keyOf = (contractId: string, held: HeldSide): string => `${contractId}|${held}`;
