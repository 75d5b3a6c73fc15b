import { z } from "zod";
import {
  amountText,
  decimalReplySchema,
  optionalDecimalSchema,
  quantityText,
} from "@/server/brokers/robinhood/decimal-reply";
import {
  executionReplySchema,
  orderStatusReplySchema,
  orderTimesShape,
  orderTypeOf,
  sideSchema,
} from "@/server/brokers/robinhood/order-fields";
import { idSchema, linkIdSchema, symbolReplySchema } from "@/server/brokers/robinhood/reply-fields";
import type { Order } from "@/shared/schemas/trading";

/** A stock order (protocol sheet 5.7); `quantity` is null for one in dollars that is not filled yet. */
export const stockOrderReplySchema = z.object({
  id: idSchema,
  account: linkIdSchema,
  instrument: linkIdSchema,
  symbol: symbolReplySchema.nullish(),
  side: sideSchema,
  state: orderStatusReplySchema,
  type: z.string().max(40),
  trigger: z.string().max(40).nullish(),
  trailing_peg: z.unknown().optional(),
  time_in_force: z.string().max(24).nullish(),
  position_effect: z.string().max(40).nullish(),
  quantity: optionalDecimalSchema,
  cumulative_quantity: decimalReplySchema,
  price: optionalDecimalSchema,
  stop_price: optionalDecimalSchema,
  average_price: optionalDecimalSchema,
  fees: optionalDecimalSchema,
  reject_reason: z.string().max(2000).nullish(),
  executions: z.array(executionReplySchema).max(5000),
  ...orderTimesShape,
});
export type StockOrderReply = z.infer<typeof stockOrderReplySchema>;

/** The order in the product's form. A market order's `price` is only the broker's collar and not a limit. */
export function stockOrderOf(reply: StockOrderReply, symbol: string): Order {
  const type = orderTypeOf(reply);
  const averageFillPrice = amountText(reply.average_price);
  const effect = reply.position_effect;
  return {
    orderId: reply.id,
    accountNumber: reply.account,
    kind: "stock",
    symbol,
    status: reply.state,
    type,
    timeInForce: reply.time_in_force ?? null,
    quantity: quantityText(reply.quantity),
    filledQuantity: quantityText(reply.cumulative_quantity),
    limitPrice: reply.type === "limit" ? amountText(reply.price) : null,
    stopPrice: amountText(reply.stop_price),
    averageFillPrice,
    fees: amountText(reply.fees),
    legs: [
      {
        option: null,
        side: reply.side,
        effect: effect === "open" || effect === "close" ? effect : null,
        ratio: 1,
        filledQuantity: quantityText(reply.cumulative_quantity),
        averageFillPrice,
      },
    ],
    rejectReason: reply.reject_reason?.slice(0, 300) ?? null,
    placedAt: reply.created_at,
    updatedAt: reply.updated_at,
  };
}
