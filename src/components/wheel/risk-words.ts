import { dayWords, strikeWords } from "@/components/positions/contract-words";
import { formatMoney } from "@/components/ui/format-money";
import type { AssignmentRisk } from "@/shared/schemas/wheel";

type Evidence = AssignmentRisk["evidence"][number];

/** What the risk of an assignment was judged by, as short sentences with their numbers. */
export function riskWords({ evidence }: AssignmentRisk): string[] {
  return evidence.map(sentence);
}

function sentence({ kind, value, day }: Evidence): string {
  const amount = value === null ? "" : strikeWords(value.replace("-", ""));
  switch (kind) {
    case "pending_assignment":
      return "The broker says that an assignment is under way.";
    case "in_the_money":
      return value === null ? "In the money." : `In the money by ${amount} a share.`;
    case "near_the_money":
      return value === null ? "Near the strike." : `${amount} a share from the strike.`;
    case "time_value_left":
      return `${amount} a share of time value is left.`;
    case "dividend_above_time_value":
      return `A dividend of ${amount} a share${day === null ? "" : `, ex-day ${dayWords(day)},`} is worth more than the time value.`;
    case "days_left":
      return value === "1" ? "1 day is left." : `${value ?? "0"} days are left.`;
    case "delta":
      return `Delta ${formatMoney(value ?? "0")?.digits ?? ""}.`;
    case "missing_price":
      return "A price is missing.";
  }
}
