import type { Amount } from "@/server/services/wheel/engine/amount";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { OptionTerms } from "@/shared/schemas/trading";

/** All fills of one order in one contract (or in the shares) on one side. */
export interface Trade {
  /** The first fill's. */
  readonly eventId: string;
  readonly orderId: string;
  /** The first fill's time, milliseconds since the epoch. */
  readonly at: number;
  readonly side: "buy" | "sell";
  readonly quantity: Amount;
  /** Dollars before fees, not signed. */
  readonly value: Amount;
  /** Null when the fees of a fill are not known. */
  readonly fees: Amount | null;
}

export interface ShareTrade extends Trade {
  readonly option: null;
}

export interface ContractTrade extends Trade {
  readonly option: OptionTerms;
  readonly effect: "open" | "close";
}

export type UntradedEvent = Exclude<AccountEvent, { kind: "stock_trade" | "option_trade" }>;
export type EventOf<Kind extends AccountEvent["kind"]> = Extract<AccountEvent, { kind: Kind }>;
export type Delivery = EventOf<"option_assignment" | "option_exercise">;
export type OptionEnd = EventOf<"option_expiration"> | Delivery | EventOf<"option_cash_settlement">;

interface StepShape {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Which of the steps of one time comes first. */
  readonly rank: number;
  /** Names the step, whatever fills it was made of. */
  readonly key: string;
}

/** What the ledger takes one after the other. */
export type Step =
  | (StepShape & { readonly kind: "trade"; readonly trade: ShareTrade | ContractTrade })
  | (StepShape & { readonly kind: "event"; readonly event: UntradedEvent })
  /** The day begins from which shares come without the dividend. */
  | (StepShape & { readonly kind: "ex_dividend"; readonly event: EventOf<"dividend"> });
