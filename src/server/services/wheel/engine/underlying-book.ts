import type { Amount } from "@/server/services/wheel/engine/amount";
import { ZERO } from "@/server/services/wheel/engine/amount";
import type { CycleEnding, CycleLedger, UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import type { OrderLegs } from "@/server/services/wheel/engine/order-legs";
import type { RollLeg } from "@/server/services/wheel/engine/roll-evidence";

/** What is kept while the ledger of one account and underlying is built. */
export interface UnderlyingBook {
  readonly ledger: UnderlyingLedger;
  readonly legs: OrderLegs;
  /** The cycle that is open, or that has come to nothing and goes on only when a roll follows. */
  current: CycleLedger | null;
  /** When and how `current` came to have neither shares nor short options. */
  flat: { readonly at: number; readonly ending: CycleEnding } | null;
  readonly closings: RollLeg[];
  readonly openings: RollLeg[];
  /** By event id of the dividend: who held the shares when they began to trade without it. */
  readonly dividendHolders: Map<string, DividendHolder>;
  /** Contracts that corporate actions replaced: old id to new. */
  readonly replaced: Map<string, string>;
}

export interface DividendHolder {
  readonly cycle: CycleLedger;
  readonly shares: Amount;
  readonly outsideShares: Amount;
}

export function openBook(accountNumber: string, underlying: string, legs: OrderLegs): UnderlyingBook {
  return {
    ledger: {
      accountNumber,
      underlying,
      cycles: [],
      beside: new Map(),
      besideCash: ZERO,
      outside: { shares: ZERO, cost: ZERO, feesMissingIn: null, cash: ZERO },
      blocked: [],
    },
    legs,
    current: null,
    flat: null,
    closings: [],
    openings: [],
    dividendHolders: new Map(),
    replaced: new Map(),
  };
}
