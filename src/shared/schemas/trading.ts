import { z } from "zod";
import { decimalSchema } from "@/shared/schemas/account";

const isoDateSchema = z.iso.date();

/** A holding. `quantity` is signed: negative is short. Prices are per share, `costPerShare` too. */
export const positionSchema = z.object({
  accountNumber: z.string().max(64),
  symbol: z.string().max(24),
  kind: z.enum(["stock", "option"]),
  quantity: decimalSchema,
  averagePrice: decimalSchema.nullable(),
  marketPrice: decimalSchema.nullable(),
  marketValue: decimalSchema.nullable(),
  option: z
    .object({
      underlying: z.string().max(24),
      right: z.enum(["call", "put"]),
      strike: decimalSchema,
      expiration: isoDateSchema,
      multiplier: decimalSchema,
    })
    .nullable(),
});
export type Position = z.infer<typeof positionSchema>;

export const optionContractSchema = z.object({
  contractId: z.string().max(64),
  underlying: z.string().max(24),
  right: z.enum(["call", "put"]),
  strike: decimalSchema,
  expiration: isoDateSchema,
  multiplier: decimalSchema,
  bid: decimalSchema.nullable(),
  ask: decimalSchema.nullable(),
  mark: decimalSchema.nullable(),
  delta: decimalSchema.nullable(),
  impliedVolatility: decimalSchema.nullable(),
  openInterest: z.number().int().nullable(),
});
export type OptionContract = z.infer<typeof optionContractSchema>;

export const orderStatusSchema = z.enum([
  "open",
  "filled",
  "partially_filled",
  "cancelled",
  "rejected",
  "expired",
]);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const orderSchema = z.object({
  orderId: z.string().max(64),
  accountNumber: z.string().max(64),
  symbol: z.string().max(24),
  kind: z.enum(["stock", "option"]),
  side: z.enum(["buy", "sell"]),
  effect: z.enum(["open", "close"]).nullable(),
  status: orderStatusSchema,
  quantity: decimalSchema,
  filledQuantity: decimalSchema,
  averageFillPrice: decimalSchema.nullable(),
  limitPrice: decimalSchema.nullable(),
  placedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Order = z.infer<typeof orderSchema>;
