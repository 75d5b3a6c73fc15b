import type { Amount } from "@/server/services/wheel/engine/amount";
import type { OptionTerms } from "@/shared/schemas/trading";
import type { BesideWheel, Blocked, CycleEvent, Roll, RollChain, WheelCycle } from "@/shared/schemas/wheel";

export type CycleEnding = NonNullable<WheelCycle["ending"]>;
export type BesideReason = BesideWheel["reason"];

/** Short contracts of one kind that are open in a cycle; what was sold at several times is one holding. */
export interface ShortHolding {
  option: OptionTerms;
  /** Contracts, not signed. */
  quantity: Amount;
  /** Dollars received for the open contracts, before fees. */
  premium: Amount;
  /** Dollars of fees of opening them. */
  fees: Amount;
  feesKnown: boolean;
  /** Milliseconds since the epoch of the first that is still open. */
  readonly openedAt: number;
  /** Dollars tied up by the open contracts when they were sold; null for calls without shares. */
  collateralAtOpening: Amount | null;
}

/** One line of a cycle's history, with amounts in place of texts. */
export interface CycleLine {
  readonly eventId: string;
  readonly at: number;
  readonly kind: CycleEvent["kind"];
  readonly option: OptionTerms | null;
  readonly quantity: Amount;
  readonly price: Amount | null;
  readonly cash: Amount;
  readonly early: boolean;
  readonly realised: Amount;
  readonly collateralAfter: Collateral;
}

/** Dollars tied up: short puts at what their assignment costs, shares at what they came in at. */
export interface Collateral {
  readonly puts: Amount;
  readonly shares: Amount;
}

/** The running state of a cycle after all events that were given. Times are milliseconds since the epoch. */
export interface CycleLedger {
  /** The account and underlying that it belongs to. */
  readonly home: UnderlyingLedger;
  /** Names the event that began it; the same in every rebuild. */
  readonly openingKey: string;
  readonly openedAt: number;
  closedAt: number | null;
  ending: CycleEnding | null;
  shares: Amount;
  /** What the shares held came in at, dollars. */
  cost: Amount;
  /** The same after the premium of assigned puts, dollars. */
  taxCost: Amount;
  /** Shares were delivered and nobody says how many. */
  sharesUnknown: boolean;
  /** Shares that the short calls, and the short puts, would move. */
  behindCalls: Amount;
  behindPuts: Amount;
  /** Dollars that the short puts would cost when assigned. */
  putsAtStrike: Amount;
  /** By contract id. */
  readonly shorts: Map<string, ShortHolding>;
  collected: Amount;
  paidToClose: Amount;
  fees: Amount;
  realised: Amount;
  dividends: Amount;
  shareProfit: Amount;
  /** Dollars tied up after the latest event, and dollars × milliseconds up to it. */
  collateral: Collateral;
  weighedDollarMs: Amount;
  weighedUntil: number;
  /** By figure and what is missing. */
  readonly blocked: Map<string, Blocked>;
  readonly lines: CycleLine[];
  chains: RollChain[];
  suggestedRolls: Roll[];
}

/** Options of one contract and side that are no part of a wheel. */
export interface BesideHolding {
  option: OptionTerms;
  /** Contracts, signed. */
  quantity: Amount;
  readonly reason: BesideReason;
}

/** All that happened with one underlying in one account. */
export interface UnderlyingLedger {
  readonly accountNumber: string;
  readonly underlying: string;
  /** Oldest first; at most the last is open. */
  readonly cycles: CycleLedger[];
  /** Open options beside the wheel, by contract and side. */
  readonly beside: Map<string, BesideHolding>;
  /** Dollars that options beside the wheel brought or cost, after fees. */
  besideCash: Amount;
  /** Shares outside of any cycle; negative when more left than came. */
  outside: OutsideShares;
  /** Gaps that belong to no cycle. */
  readonly blocked: Blocked[];
}

export interface OutsideShares {
  shares: Amount;
  /** What they cost with fees, dollars; zero where there are none. */
  cost: Amount;
  /** An event that brought shares without saying its fees. */
  feesMissingIn: string | null;
  /** Dollars that came in and went out for shares outside, those moved into cycles at cost included. */
  cash: Amount;
}

/** One ledger for each account and underlying, by account number and then underlying. */
export type AccountLedgers = readonly UnderlyingLedger[];
