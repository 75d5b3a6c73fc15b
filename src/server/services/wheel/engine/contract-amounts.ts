import type { Amount } from "@/server/services/wheel/engine/amount";
import type { OptionTerms } from "@/shared/schemas/trading";

/** Dollars that change hands when the contracts are assigned or exercised: the same for adjusted contracts. */
export const strikeValue = (option: OptionTerms, contracts: Amount): Amount =>
  contracts.times(option.strike).times(option.multiplier);

/** Shares that contracts deliver; where nobody says, the multiplier stands in to judge what is covered. */
export const sharesOf = (option: OptionTerms, contracts: Amount): Amount =>
  contracts.times(option.sharesPerContract ?? option.multiplier);
