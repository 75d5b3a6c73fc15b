import { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";

/**
 * Where a list of orders was left. `after` is the last order that was given; it is on the page of `cursor`
 * (`within`), or it ended the page before.
 */
const placeSchema = z.object({
  /** The broker's own cursor of the page; null for the first one. */
  cursor: z.string().max(300).nullable(),
  after: z.string().max(60).nullable(),
  within: z.boolean(),
});
export type OrderPlace = z.infer<typeof placeSchema>;

const cursorSchema = z.object({
  /** Null where the list has ended. */
  stock: placeSchema.nullable(),
  option: placeSchema.nullable(),
});
export type OrderCursor = z.infer<typeof cursorSchema>;

const beginning: OrderPlace = { cursor: null, after: null, within: false };

/** The text that callers hand back; null where both lists have ended. */
export function encodeOrderCursor(cursor: OrderCursor): string | null {
  if (cursor.stock === null && cursor.option === null) return null;
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** Reads back what {@link encodeOrderCursor} gave. Throws API_INVALID_REQUEST for anything else. */
export function decodeOrderCursor(text: string | undefined): OrderCursor {
  if (text === undefined) return { stock: beginning, option: beginning };
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw unknownCursor();
  }
}

/** The error for a cursor that is none, or whose order is not in the list. */
export function unknownCursor(): BrokerError {
  return new BrokerError("API_INVALID_REQUEST", {
    step: "orders_cursor",
    safeToRepeat: true,
    countsAgainstLogin: false,
  });
}
