import { Decimal } from "decimal.js";
import { z } from "zod";
import {
  amountText,
  decimalReplySchema,
  optionalDecimalSchema,
  quantityText,
} from "@/server/brokers/robinhood/decimal-reply";
import type { ContractWish, TermsOf } from "@/server/brokers/robinhood/option-contracts";
import { plainSymbol } from "@/server/brokers/robinhood/option-terms";
import {
  executionReplySchema,
  filledIn,
  orderStatusReplySchema,
  orderTimesShape,
  orderTypeOf,
  sideSchema,
} from "@/server/brokers/robinhood/order-fields";
import {
  accountNumberSchema,
  dayReplySchema,
  idSchema,
  linkIdSchema,
  symbolReplySchema,
} from "@/server/brokers/robinhood/reply-fields";
import type { Order } from "@/shared/schemas/trading";

const legReplySchema = z.object({
  option: linkIdSchema,
  side: sideSchema,
  position_effect: z.enum(["open", "close"]),
  ratio_quantity: z.number().int().positive(),
  option_type: z.enum(["call", "put"]).nullish(),
  strike_price: decimalReplySchema.nullish(),
  expiration_date: dayReplySchema.nullish(),
  executions: z.array(executionReplySchema).max(5000),
});
export type OptionLegReply = z.infer<typeof legReplySchema>;

/** An option order (protocol sheet 5.7). `price` has no sign: `direction` says whether it is paid or received. */
export const optionOrderReplySchema = z.object({
  id: idSchema,
  account_number: accountNumberSchema,
  chain_id: idSchema,
  chain_symbol: symbolReplySchema,
  direction: z.enum(["debit", "credit"]),
  state: orderStatusReplySchema,
  type: z.string().max(40),
  trigger: z.string().max(40).nullish(),
  time_in_force: z.string().max(24).nullish(),
  quantity: decimalReplySchema,
  processed_quantity: decimalReplySchema,
  price: optionalDecimalSchema,
  stop_price: optionalDecimalSchema,
  trade_value_multiplier: optionalDecimalSchema,
  regulatory_fees: optionalDecimalSchema,
  contract_fees: optionalDecimalSchema,
  legs: z.array(legReplySchema).min(1).max(8),
  ...orderTimesShape,
});
export type OptionOrderReply = z.infer<typeof optionOrderReplySchema>;

/** The contract of a leg with the terms that it was traded with. */
export function legWishOf(order: OptionOrderReply, leg: OptionLegReply): ContractWish {
  const { option_type: type, strike_price, expiration_date } = leg;
  return {
    contractId: leg.option,
    chainId: order.chain_id,
    asTraded: type && strike_price && expiration_date ? { type, strike_price, expiration_date } : null,
    multiplier: order.trade_value_multiplier,
  };
}

/** Dollars of the whole order; null where the broker says nothing of fees. */
export function optionFeesOf(order: OptionOrderReply): Decimal | null {
  const { regulatory_fees: regulatory, contract_fees: perContract } = order;
  return regulatory === null || perContract === null
    ? (regulatory ?? perContract)
    : regulatory.plus(perContract);
}

/** The order in the product's form; the terms of a leg are null where its contract could not be read. */
export function optionOrderOf(reply: OptionOrderReply, termsOf: TermsOf): Order {
  const legs = reply.legs.map((leg) => {
    const { quantity, averagePrice } = filledIn(leg.executions);
    return {
      option: termsOf(legWishOf(reply, leg)),
      side: leg.side,
      effect: leg.position_effect,
      ratio: leg.ratio_quantity,
      filledQuantity: quantityText(quantity),
      averageFillPrice: averagePrice,
    };
  });
  return {
    orderId: reply.id,
    accountNumber: reply.account_number,
    kind: "option",
    symbol: legs[0]?.option?.underlying ?? plainSymbol(reply.chain_symbol),
    status: reply.state,
    type: orderTypeOf(reply),
    timeInForce: reply.time_in_force ?? null,
    quantity: quantityText(reply.quantity),
    filledQuantity: quantityText(reply.processed_quantity),
    limitPrice: reply.type === "limit" ? amountText(signedLimit(reply)) : null,
    stopPrice: amountText(reply.stop_price),
    averageFillPrice: averageOf(legs),
    fees: amountText(optionFeesOf(reply)),
    legs,
    rejectReason: null,
    placedAt: reply.created_at,
    updatedAt: reply.updated_at,
  };
}

function signedLimit({ price, legs, direction }: OptionOrderReply): Decimal | null {
  return price !== null && legs.length > 1 && direction === "debit" ? price.neg() : price;
}

/** Of several legs the net of one order's worth: received is positive. Null until every leg has a fill. */
function averageOf(legs: Order["legs"]): string | null {
  if (legs.length === 1) return legs[0]?.averageFillPrice ?? null;
  let net = new Decimal(0);
  for (const { averageFillPrice, ratio, side } of legs) {
    if (averageFillPrice === null) return null;
    const price = new Decimal(averageFillPrice).times(ratio);
    net = side === "sell" ? net.plus(price) : net.minus(price);
  }
  return amountText(net);
}
