import { strikeWords } from "@/components/positions/contract-words";
import type { Roll } from "@/shared/schemas/wheel";

export function signedDays(days: number): string {
  const count = Math.abs(days);
  const sign = days === 0 ? "" : days > 0 ? "+" : "−";
  return `${sign}${count} ${count === 1 ? "day" : "days"}`;
}

export function signedStrike(moved: string): string {
  const size = strikeWords(moved.replace("-", ""));
  if (Number(moved) === 0) return "the same";
  return moved.startsWith("-") ? `−${size}` : `+${size}`;
}

const EVIDENCE_WORDS: Record<Roll["evidence"], string> = {
  same_order: "one order",
  within_minutes: "minutes apart",
  same_day: "the same day",
  person: "your word",
};

/** How sure it is that two trades are a roll, and why. */
export function confidenceWords({ confidence, evidence }: Roll): string {
  return evidence === "person"
    ? EVIDENCE_WORDS.person
    : `${EVIDENCE_WORDS[evidence]}, ${Math.round(Number(confidence) * 100)} % sure`;
}
