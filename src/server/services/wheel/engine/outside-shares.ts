import { Amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import type { OutsideShares } from "@/server/services/wheel/engine/ledger";

/** Shares outside that can be taken: none when more left than came. */
export const availableOutside = (outside: OutsideShares): Amount => Amount.max(outside.shares, ZERO);

/** Adds shares at their cost in dollars. Those that make up for shares that left before they came have no cost left. */
export function addOutside(outside: OutsideShares, shares: Amount, cost: Amount): void {
  const owed = Amount.max(outside.shares.neg(), ZERO);
  const kept = Amount.max(shares.minus(owed), ZERO);
  outside.shares = outside.shares.plus(shares);
  outside.cost = outside.cost.plus(kept.isZero() ? ZERO : partOf(cost, kept, shares));
}

/** Takes shares away, at most the available ones at their average cost, which is returned in dollars. */
export function takeOutside(outside: OutsideShares, shares: Amount): Amount {
  const available = availableOutside(outside);
  const cost = available.lte(shares) ? outside.cost : partOf(outside.cost, shares, available);
  outside.shares = outside.shares.minus(shares);
  outside.cost = outside.cost.minus(cost);
  if (outside.shares.lte(ZERO)) {
    outside.feesMissingIn = null;
  }
  return cost;
}
