import { z } from "zod";
import { brokerTypeSchema } from "@/shared/schemas/broker";
import { errorCodeSchema, requestBudgetSchema } from "@/shared/schemas/connection";

/** An amount of money or a quantity: decimal digits in a string, never a float. */
export const decimalSchema = z.string().regex(/^-?\d{1,20}(\.\d{1,12})?$/, "Not a decimal number");

/** The source specification's AccountSummary; a value the broker does not give is null, never zero. */
export const accountSummarySchema = z.object({
  accountNumber: z.string().max(64),
  kind: z.string().max(60),
  currency: z.string().length(3),
  buyingPower: decimalSchema.nullable(),
  cash: decimalSchema.nullable(),
  portfolioValue: decimalSchema.nullable(),
  totalReturnToday: decimalSchema.nullable(),
  totalReturnTotal: decimalSchema.nullable(),
  dayTradesRemaining: z.number().int().nullable(),
  patternDayTrader: z.boolean().nullable(),
  updatedAt: z.iso.datetime(),
});
export type AccountSummary = z.infer<typeof accountSummarySchema>;

/** Where a figure comes from, when it was read and whether it can be relied on. */
export const provenanceSchema = z.object({
  source: brokerTypeSchema,
  state: z.enum(["fresh", "stale", "failed"]),
  /** Time of the reading; null when there never was one. */
  asOf: z.iso.datetime().nullable(),
  errorCode: errorCodeSchema.nullable(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** The account summary of one connection for its owner's dashboard: numbers masked to their last digits. */
export const accountSummaryViewSchema = z.object({
  connectionId: z.string(),
  provenance: provenanceSchema,
  accounts: z.array(
    accountSummarySchema
      .omit({ accountNumber: true })
      .extend({ accountId: z.string().max(64), maskedNumber: z.string().max(64) }),
  ),
  /** A newer reading is on its way: ask again in a few seconds. */
  revalidating: z.boolean(),
  /** What is left of the connection's requests; null for a broker that this install does not offer. */
  budget: requestBudgetSchema.nullable(),
});
export type AccountSummaryView = z.infer<typeof accountSummaryViewSchema>;

/** What an account was worth on one day in New York, as last read on it; a value that nobody gave is null. */
export const valuePointSchema = z.object({
  day: z.iso.date(),
  connectionId: z.string(),
  accountId: z.string().max(64),
  maskedNumber: z.string().max(64),
  value: decimalSchema.nullable(),
  cash: decimalSchema.nullable(),
});
export type ValuePoint = z.infer<typeof valuePointSchema>;

/** The values of all accounts of a person, by day. */
export const valueHistoryViewSchema = z.object({ points: z.array(valuePointSchema) });
export type ValueHistoryView = z.infer<typeof valueHistoryViewSchema>;
