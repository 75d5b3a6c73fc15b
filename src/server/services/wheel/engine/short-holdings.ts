import { type Amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { sharesOf, strikeValue } from "@/server/services/wheel/engine/contract-amounts";
import type { CycleLedger, ShortHolding } from "@/server/services/wheel/engine/ledger";
import type { OptionTerms } from "@/shared/schemas/trading";

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
  countContracts(cycle, held?.option ?? added.option, added.quantity);
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
  countContracts(cycle, held.option, contracts.neg());
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

/** Keeps the sums over all short options of the cycle, so that nobody has to add them up again. */
function countContracts(cycle: CycleLedger, option: OptionTerms, contracts: Amount): void {
  const shares = sharesOf(option, contracts);
  if (option.right === "call") {
    cycle.behindCalls = cycle.behindCalls.plus(shares);
  } else {
    cycle.behindPuts = cycle.behindPuts.plus(shares);
    cycle.putsAtStrike = cycle.putsAtStrike.plus(strikeValue(option, contracts));
  }
}
