import { z } from "zod";
import { addDays, weekdayOf } from "@/shared/new-york-time";
import type { OpenShort } from "@/shared/schemas/wheel";

const amount = (words: string) =>
  z
    .string()
    .trim()
    .transform((text) => text.replace(",", "."))
    .pipe(z.string().regex(/^\d{1,7}(\.\d{1,4})?$/, words));

/** What is typed about a roll, of a short option with so many contracts. */
export function rollProposalSchema(short: OpenShort, today: string) {
  const open = Number(short.quantity.replace("-", ""));
  return z.object({
    contracts: amount(`Enter 1 to ${open} contracts.`).refine(
      (text) => Number(text) > 0 && Number(text) <= open && Number.isInteger(Number(text)),
      `Enter 1 to ${open} contracts.`,
    ),
    closePrice: amount("Enter what a share costs to close, such as 0.45."),
    strike: amount("Enter a strike, such as 52.50.").refine(
      (text) => Number(text) > 0,
      "Enter a strike, such as 52.50.",
    ),
    expiration: z.iso.date("Choose a day.").refine((day) => day >= today, "This day is over."),
    openPrice: amount("Enter what a share of the new contract brings, such as 1.20."),
    fees: amount("Enter the fees in dollars, or 0."),
  });
}

export type RollValues = z.input<ReturnType<typeof rollProposalSchema>>;

/** A start: all contracts, closed at their mark, the same strike four weeks later. */
export function rollValues(short: OpenShort): RollValues {
  return {
    contracts: short.quantity.replace("-", ""),
    closePrice: short.mark ?? "",
    strike: short.option.strike,
    expiration: fridayFrom(addDays(short.option.expiration, 28)),
    openPrice: "",
    fees: "0",
  };
}

/** The Friday of a day's week, or the day itself if it is later in it. */
function fridayFrom(day: string): string {
  const weekday = weekdayOf(day);
  return weekday > 5 ? day : addDays(day, 5 - weekday);
}
