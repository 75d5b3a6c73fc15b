import { Decimal } from "decimal.js";
import { z } from "zod";

/** Money and quantities come as strings with fixed decimals (protocol sheet 5); a number is not understood. */
const decimalTextSchema = z
  .string()
  .regex(/^-?\d{1,20}(\.\d{1,12})?$/)
  .transform((text) => new Decimal(text));

/** A decimal, or null where the key is missing or null. */
export const optionalDecimalSchema = decimalTextSchema.nullish().transform((value) => value ?? null);

/** An amount as the product shows it: at least two decimals, and no more than it has. */
export function amountText(amount: Decimal | null): string | null {
  return amount === null ? null : amount.toFixed(Math.max(2, amount.decimalPlaces()));
}
