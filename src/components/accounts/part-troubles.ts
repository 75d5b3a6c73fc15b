import { PART_WORDS } from "@/components/accounts/part-words";
import { listWords } from "@/components/attention/missing-words";
import { ERROR_CODES } from "@/shared/error-codes";
import type { PartProvenance } from "@/shared/schemas/trading";

interface PartTrouble {
  readonly state: PartProvenance["state"];
  /** Which parts of the reading it is about. */
  readonly names: string;
  /** What stands in their place, and why. */
  readonly words: string;
}

/** What of a reading is old or could not be read, put together where state and reason are the same. */
export function partTroubles(parts: readonly PartProvenance[]): PartTrouble[] {
  const reasons = new Map<string, PartProvenance[]>();
  for (const part of parts) {
    if (part.state === "fresh") continue;
    const reason = `${part.state} ${part.errorCode ?? ""}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), part]);
  }
  return [...reasons.values()].map((same) => {
    const [first = "", ...others] = same.map(({ part }) => PART_WORDS[part]);
    const all = same.length > 1 && same.length === parts.length;
    return {
      state: same[0]?.state ?? "fresh",
      names: all ? "Everything" : listWords([first, ...others.map((name) => name.toLowerCase())]),
      words: troubleWords(same),
    };
  });
}

function troubleWords(same: readonly PartProvenance[]): string {
  const { state, errorCode = null } = same[0] ?? {};
  const place = same.length === 1 ? "its" : "their";
  const kept = state === "stale" ? "The last good reading is shown" : `Nothing is shown in ${place} place`;
  if (errorCode === null) return `${kept}.`;
  const { message, number } = ERROR_CODES[errorCode];
  return `${kept}: ${message.toLowerCase()} (error ${number}).`;
}
