import { figureWords, listWords, MISSING_WORDS } from "@/components/attention/missing-words";
import type { Blocked } from "@/shared/schemas/wheel";

/** One sentence for each thing that is missing, with the figures that can't be told without it. */
export function blockedSentences(blocked: readonly Blocked[]): string[] {
  const figures = new Map<Blocked["missing"], Set<string>>();
  for (const { missing, figure } of blocked) {
    figures.set(missing, (figures.get(missing) ?? new Set()).add(figureWords(figure)));
  }
  return [...figures].map(
    ([missing, names]) => `Without ${MISSING_WORDS[missing]}, ${listWords([...names])} can't be told.`,
  );
}

export function isBlocked(blocked: readonly Blocked[], figure: string): boolean {
  return blocked.some((gap) => gap.figure === figure);
}
