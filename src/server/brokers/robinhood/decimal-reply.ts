import { Decimal } from "decimal.js";
import { z } from "zod";

/** Money and quantities come as strings with fixed decimals (protocol sheet 5); a number is not understood. */
export const decimalReplySchema = z
  .string()
  .regex(/^-?\d{1,20}(\.\d{1,12})?$/)
  .transform((text) => new Decimal(text));

/** A decimal, or null where the key is missing or null. */
export const optionalDecimalSchema = decimalReplySchema.nullish().transform((value) => value ?? null);

/** A number of shares that some replies give as an integer and others as a string (protocol sheet 5.6, 5.8). */
export const shareCountSchema = z.union([
  decimalReplySchema,
  z
    .number()
    .int()
    .transform((count) => new Decimal(count)),
]);

/** More decimals than this come only of a division. */
const maxDecimals = 8;

/** An amount or a price as the product shows it: at least two decimals, and no more than it has. */
export function amountText(amount: Decimal): string;
export function amountText(amount: Decimal | null): string | null;
export function amountText(amount: Decimal | null): string | null {
  return amount === null ? null : amount.toFixed(Math.max(2, amount.decimalPlaces()));
}

/** A quantity, strike or ratio: without zeros at its end. */
export function quantityText(quantity: Decimal): string;
export function quantityText(quantity: Decimal | null): string | null;
export function quantityText(quantity: Decimal | null): string | null {
  return quantity === null ? null : quantity.toFixed();
}

/** A quotient as {@link amountText}, rounded. */
export function quotientText(dividend: Decimal, divisor: Decimal): string {
  return amountText(dividend.div(divisor).toDecimalPlaces(maxDecimals));
}
