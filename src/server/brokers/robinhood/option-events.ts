import { Decimal } from "decimal.js";
import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import {
  amountText,
  decimalReplySchema,
  optionalDecimalSchema,
  quantityText,
} from "@/server/brokers/robinhood/decimal-reply";
import { type ListReading, pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import { endOfTrading } from "@/server/brokers/robinhood/new-york-time";
import type { ContractWish } from "@/server/brokers/robinhood/option-contracts";
import { sideSchema } from "@/server/brokers/robinhood/order-fields";
import {
  dayReplySchema,
  idSchema,
  linkIdSchema,
  timeReplySchema,
} from "@/server/brokers/robinhood/reply-fields";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { OptionTerms } from "@/shared/schemas/trading";

/** An event that is noted later is still found when reading back so far. */
const lookBackMs = 30 * 86_400_000;

const directionSchema = z.enum(["debit", "credit"]).nullish();

/** How contracts ended (protocol sheet 5.8). Only a `confirmed` one of the three kinds has taken place. */
const eventReplySchema = z.object({
  id: idSchema,
  account: linkIdSchema,
  type: z.enum(["expiration", "assignment", "exercise", "voided"]),
  state: z.string().max(40),
  direction: directionSchema,
  quantity: decimalReplySchema,
  event_date: dayReplySchema,
  option: linkIdSchema,
  chain_id: idSchema,
  total_cash_amount: optionalDecimalSchema,
  equity_components: z
    .array(z.object({ side: sideSchema, quantity: decimalReplySchema }))
    .max(20)
    .nullish(),
  cash_component: z.object({ direction: directionSchema, cash_amount: optionalDecimalSchema }).nullish(),
  updated_at: timeReplySchema.nullish(),
});
export type OptionEventReply = z.infer<typeof eventReplySchema>;

/** The ends of the accounts' contracts that are final and new since a time, newest first. */
export async function listOptionEvents(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
  since: Date | null,
): Promise<ListReading<OptionEventReply>> {
  const path = pathWithQuery("/options/events/", { account_numbers: accounts });
  const read = { step: "option_events", route: "/options/events/", path };
  const isOlder = (row: OptionEventReply, marginMs: number) =>
    since !== null && row.updated_at != null && Date.parse(row.updated_at) + marginMs < since.getTime();
  const isPast = (row: OptionEventReply) => isOlder(row, lookBackMs);
  const { rows, error } = await readList(ctx, session, read, eventReplySchema, { isPast });
  const isFinal = (row: OptionEventReply) => row.state === "confirmed" && row.type !== "voided";
  const isAsked = (row: OptionEventReply) => accounts.includes(row.account) && !isOlder(row, 0);
  return { rows: rows.filter((row) => isFinal(row) && isAsked(row)), error };
}

/** The contract as it is now: its own terms, not those of a trade before a split. */
export function eventWishOf(row: OptionEventReply): ContractWish {
  return { contractId: row.option, chainId: row.chain_id, multiplier: null };
}

/** The event in the product's form. `held` is the side that the contracts were on. */
export function optionEventOf(
  row: OptionEventReply,
  option: OptionTerms,
  held: "short" | "long",
): AccountEvent {
  const ended = {
    eventId: row.id,
    accountNumber: row.account,
    at: endOfTrading(row.event_date),
    option,
    quantity: quantityText(row.quantity.abs()),
    held,
  };
  const cash = cashOf(row);
  if (option.settlement === "cash" && (row.type !== "expiration" || (cash !== null && !cash.isZero()))) {
    return { kind: "option_cash_settlement", ...ended, cash: amountText(cash) };
  }
  if (row.type !== "assignment" && row.type !== "exercise") return { kind: "option_expiration", ...ended };
  return {
    kind: row.type === "assignment" ? "option_assignment" : "option_exercise",
    ...ended,
    shares: quantityText(sharesOf(row)),
    cash: amountText(cash),
    early: row.event_date < option.expiration,
  };
}

function sharesOf(row: OptionEventReply): Decimal | null {
  const components = row.equity_components ?? [];
  if (components.length === 0) return null;
  return Decimal.sum(...components.map(({ side, quantity }) => (side === "buy" ? quantity : quantity.neg())));
}

/** Dollars that came in (+) or were paid (−): of shares delivered by their side, else as the event says. */
function cashOf(row: OptionEventReply): Decimal | null {
  const component = row.equity_components?.[0];
  const amount = row.total_cash_amount ?? row.cash_component?.cash_amount ?? null;
  const direction =
    component === undefined
      ? (row.cash_component?.direction ?? row.direction)
      : component.side === "buy"
        ? "debit"
        : "credit";
  if (amount === null || !direction) return null;
  return direction === "debit" ? amount.abs().neg() : amount.abs();
}
