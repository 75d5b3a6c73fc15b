import { Decimal } from "decimal.js";
import { z } from "zod";
import { decimalReplySchema, quotientText } from "@/server/brokers/robinhood/decimal-reply";
import { idSchema, timeReplySchema } from "@/server/brokers/robinhood/reply-fields";
import type { Order, OrderStatus } from "@/shared/schemas/trading";

/** States of stock and option orders (protocol sheet 5.7) in the product's words. */
const statuses = {
  queued: "open",
  new: "open",
  unconfirmed: "open",
  confirmed: "open",
  pending_cancelled: "open",
  partially_filled: "partially_filled",
  filled: "filled",
  cancelled: "cancelled",
  voided: "cancelled",
  rejected: "rejected",
  failed: "rejected",
  expired: "expired",
} as const satisfies Record<string, OrderStatus>;

type BrokerState = keyof typeof statuses;

/** A state that nobody has seen yet is a row that is not understood. */
export const orderStatusReplySchema = z
  .enum(Object.keys(statuses) as [BrokerState, ...BrokerState[]])
  .transform((state): OrderStatus => statuses[state]);

/** One fill, at a price per share. */
export const executionReplySchema = z.object({
  id: idSchema,
  price: decimalReplySchema,
  quantity: decimalReplySchema,
  timestamp: timeReplySchema,
});
export type ExecutionReply = z.infer<typeof executionReplySchema>;

export const orderTimesShape = { created_at: timeReplySchema, updated_at: timeReplySchema };

export const sideSchema = z.enum(["buy", "sell"]);

/** What kind of order it is, from its type and what sets it off. */
export function orderTypeOf(order: {
  readonly type: string;
  readonly trigger?: string | null | undefined;
  readonly trailing_peg?: unknown;
}): Order["type"] {
  if (order.trailing_peg) return "trailing_stop";
  if (order.type !== "market" && order.type !== "limit") return "other";
  if (order.trigger === "stop") return order.type === "market" ? "stop" : "stop_limit";
  return order.type;
}

/** How many were filled, and the average price per share; null before a fill. */
export function filledIn(executions: readonly ExecutionReply[]): {
  readonly quantity: Decimal;
  readonly averagePrice: string | null;
} {
  const quantity = Decimal.sum(0, ...executions.map((execution) => execution.quantity));
  const notional = Decimal.sum(0, ...executions.map(({ price, quantity: filled }) => price.times(filled)));
  return { quantity, averagePrice: quantity.isZero() ? null : quotientText(notional, quantity) };
}
