import { newYorkTime } from "@/shared/new-york-time";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { OptionTerms } from "@/shared/schemas/trading";

type EventOf<Kind extends AccountEvent["kind"]> = Extract<AccountEvent, { kind: Kind }>;
type TradeDetails = { readonly fees?: string | null; readonly orderId?: string; readonly eventId?: string };
type Delivery = EventOf<"option_assignment" | "option_exercise">;
type DeliveryDetails = Partial<Pick<Delivery, "at" | "early" | "held" | "shares" | "cash">>;

const CLOSE_MINUTES = 16 * 60;
const closeOf = (day: string): string => newYorkTime(day, CLOSE_MINUTES).toISOString();

/** Writes down what happens in one account with one share, event by event, with ids of its own. */
export class AccountScript {
  readonly events: AccountEvent[] = [];

  constructor(
    readonly symbol = "XYZ",
    readonly accountNumber = "ACCOUNT-1",
  ) {}

  put(strike: string, expiration: string, given: Partial<OptionTerms> = {}): OptionTerms {
    return this.#contract("put", strike, expiration, given);
  }

  call(strike: string, expiration: string, given: Partial<OptionTerms> = {}): OptionTerms {
    return this.#contract("call", strike, expiration, given);
  }

  sellToOpen(at: string, option: OptionTerms, quantity: string, price: string, details?: TradeDetails): this {
    return this.#optionTrade("sell", "open", at, option, quantity, price, details);
  }

  buyToClose(at: string, option: OptionTerms, quantity: string, price: string, details?: TradeDetails): this {
    return this.#optionTrade("buy", "close", at, option, quantity, price, details);
  }

  buyToOpen(at: string, option: OptionTerms, quantity: string, price: string, details?: TradeDetails): this {
    return this.#optionTrade("buy", "open", at, option, quantity, price, details);
  }

  sellToClose(
    at: string,
    option: OptionTerms,
    quantity: string,
    price: string,
    details?: TradeDetails,
  ): this {
    return this.#optionTrade("sell", "close", at, option, quantity, price, details);
  }

  buyShares(at: string, quantity: string, price: string, details?: TradeDetails): this {
    return this.#stockTrade("buy", at, quantity, price, details);
  }

  sellShares(at: string, quantity: string, price: string, details?: TradeDetails): this {
    return this.#stockTrade("sell", at, quantity, price, details);
  }

  expire(option: OptionTerms, quantity: string, held: "short" | "long" = "short"): this {
    return this.add({
      kind: "option_expiration",
      ...this.#base(closeOf(option.expiration)),
      option,
      quantity,
      held,
    });
  }

  /** Without details: on the last day, as many shares and dollars as the contract says. */
  assign(option: OptionTerms, quantity: string, details: DeliveryDetails = {}): this {
    return this.#deliver("option_assignment", option, quantity, { held: "short", ...details });
  }

  exercise(option: OptionTerms, quantity: string, details: DeliveryDetails = {}): this {
    return this.#deliver("option_exercise", option, quantity, { held: "long", ...details });
  }

  settleInCash(option: OptionTerms, quantity: string, held: "short" | "long", cash: string | null): this {
    return this.add({
      kind: "option_cash_settlement",
      ...this.#base(closeOf(option.expiration)),
      option,
      quantity,
      held,
      cash,
    });
  }

  dividend(payDay: string, amount: string, given: Partial<EventOf<"dividend">> = {}): this {
    return this.add({
      kind: "dividend",
      ...this.#base(closeOf(payDay)),
      symbol: this.symbol,
      amount,
      sharesHeld: null,
      exDate: null,
      payDate: payDay,
      paid: true,
      ...given,
    });
  }

  split(at: string, oldShares: string, newShares: string, cashInLieu: string | null = null): this {
    return this.add({
      kind: "split",
      ...this.#base(at),
      symbol: this.symbol,
      oldShares,
      newShares,
      cashInLieu,
    });
  }

  changeContract(
    at: string,
    from: OptionTerms,
    to: OptionTerms,
    oldQuantity: string,
    newQuantity: string,
    held: "short" | "long" = "short",
  ): this {
    return this.add({
      kind: "contract_change",
      ...this.#base(at),
      from,
      to,
      oldQuantity,
      newQuantity,
      held,
    });
  }

  add(event: AccountEvent): this {
    this.events.push(event);
    return this;
  }

  #contract(
    right: "put" | "call",
    strike: string,
    expiration: string,
    given: Partial<OptionTerms>,
  ): OptionTerms {
    return {
      contractId: `${this.symbol}-${right}-${strike}-${expiration}`,
      underlying: this.symbol,
      right,
      strike,
      expiration,
      multiplier: "100",
      sharesPerContract: "100",
      settlement: "physical",
      adjusted: false,
      ...given,
    };
  }

  #optionTrade(
    side: "buy" | "sell",
    effect: "open" | "close",
    at: string,
    option: OptionTerms,
    quantity: string,
    price: string,
    details: TradeDetails = {},
  ): this {
    const base = this.#base(at);
    return this.add({
      kind: "option_trade",
      ...base,
      side,
      effect,
      option,
      quantity,
      price,
      fees: "0",
      orderId: `order-of-${base.eventId}`,
      ...details,
    });
  }

  #stockTrade(
    side: "buy" | "sell",
    at: string,
    quantity: string,
    price: string,
    details: TradeDetails = {},
  ): this {
    const base = this.#base(at);
    return this.add({
      kind: "stock_trade",
      ...base,
      symbol: this.symbol,
      side,
      quantity,
      price,
      fees: "0",
      orderId: `order-of-${base.eventId}`,
      ...details,
    });
  }

  #deliver(kind: Delivery["kind"], option: OptionTerms, quantity: string, details: DeliveryDetails): this {
    return this.add({
      kind,
      ...this.#base(closeOf(option.expiration)),
      option,
      quantity,
      held: "short",
      shares: null,
      cash: null,
      early: false,
      ...details,
    });
  }

  #base(at: string): { eventId: string; accountNumber: string; at: string } {
    const eventId = `${this.accountNumber}-${this.symbol}-${String(this.events.length + 1).padStart(4, "0")}`;
    return { eventId, accountNumber: this.accountNumber, at };
  }
}
