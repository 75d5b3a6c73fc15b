import { z } from "zod";
import { decimalSchema } from "@/shared/schemas/account";
import { accountRefSchema, daySchema, optionTermsSchema } from "@/shared/schemas/trading";
import { sourceSchema } from "@/shared/schemas/wheel";

/** Premium of a span of time; dollars after fees. */
export const incomeSpanSchema = z.object({
  /** First day, in New York: a Monday for weeks, the first for months. */
  from: daySchema,
  collected: decimalSchema,
  paidToClose: decimalSchema,
  fees: decimalSchema,
  /** By the day on which contracts ended. */
  realised: decimalSchema,
  dividends: decimalSchema,
});
export type IncomeSpan = z.infer<typeof incomeSpanSchema>;

export const incomeUnderlyingSchema = z.object({
  underlying: z.string().max(24),
  realised: decimalSchema,
  open: decimalSchema,
  dividends: decimalSchema,
  contracts: decimalSchema,
});

export type IncomeUnderlying = z.infer<typeof incomeUnderlyingSchema>;

/** One expiration in the calendar. */
export const calendarEntrySchema = z.object({
  day: daySchema,
  connectionId: z.string(),
  label: z.string(),
  ...accountRefSchema.shape,
  option: optionTermsSchema,
  /** Contracts, signed. */
  quantity: decimalSchema,
  premium: decimalSchema.nullable(),
  cycleId: z.string().max(80).nullable(),
});
export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

/** Dollars tied up at the end of a day in New York. */
export const capitalPointSchema = z.object({
  day: daySchema,
  puts: decimalSchema,
  shares: decimalSchema,
});

export type CapitalPoint = z.infer<typeof capitalPointSchema>;

export const incomeViewSchema = z.object({
  sources: z.array(sourceSchema),
  weeks: z.array(incomeSpanSchema),
  months: z.array(incomeSpanSchema),
  underlyings: z.array(incomeUnderlyingSchema),
  realised: decimalSchema,
  open: decimalSchema,
  calendar: z.array(calendarEntrySchema),
  capital: z.array(capitalPointSchema),
  revalidating: z.boolean(),
});
export type IncomeView = z.infer<typeof incomeViewSchema>;
