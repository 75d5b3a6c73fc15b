import { type Amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import type { CycleLedger, ShortHolding } from "@/server/services/wheel/engine/ledger";

/** What contracts that ended had brought: dollars, and whether the fees of opening are all known. */
export interface ReleasedPremium {
  readonly premium: Amount;
  readonly fees: Amount;
  readonly feesKnown: boolean;
}

export const shortQuantity = (cycle: CycleLedger | null, contractId: string): Amount =>
  cycle?.shorts.get(contractId)?.quantity ?? ZERO;

/** Adds contracts to what is open of the same kind. */
export function addShort(cycle: CycleLedger, added: ShortHolding): void {
  const held = cycle.shorts.get(added.option.contractId);
  if (held === undefined) {
    cycle.shorts.set(added.option.contractId, added);
    return;
  }
  held.quantity = held.quantity.plus(added.quantity);
  held.premium = held.premium.plus(added.premium);
  held.fees = held.fees.plus(added.fees);
  held.feesKnown &&= added.feesKnown;
  held.collateralAtOpening =
    held.collateralAtOpening === null || added.collateralAtOpening === null
      ? null
      : held.collateralAtOpening.plus(added.collateralAtOpening);
}

/** Takes contracts away with their part of the premium and of the fees of opening. */
export function releaseShort(cycle: CycleLedger, contractId: string, contracts: Amount): ReleasedPremium {
  const held = cycle.shorts.get(contractId);
  if (held === undefined || contracts.isZero()) {
    return { premium: ZERO, fees: ZERO, feesKnown: true };
  }
  const before = held.quantity;
  const premium = partOf(held.premium, contracts, before);
  const fees = partOf(held.fees, contracts, before);
  held.quantity = before.minus(contracts);
  held.premium = held.premium.minus(premium);
  held.fees = held.fees.minus(fees);
  if (held.collateralAtOpening !== null) {
    held.collateralAtOpening = partOf(held.collateralAtOpening, held.quantity, before);
  }
  if (held.quantity.isZero()) {
    cycle.shorts.delete(contractId);
  }
  return { premium, fees, feesKnown: held.feesKnown };
}
