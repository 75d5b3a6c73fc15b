import { priceText } from "@/cli/figures";
import type { OptionTerms } from "@/shared/schemas/trading";

/** A contract in a few words, such as `190 call 2026-04-17`. */
export function contractText({ strike, right, expiration }: OptionTerms): string {
  return `${priceText(strike)} ${right} ${expiration}`;
}
