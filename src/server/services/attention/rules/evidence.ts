import type { Rule } from "@/server/services/attention/attention-facts";
import { ofCycle, ofShort } from "@/server/services/attention/rules/finding";

/** Prices come back with the next reading: their absence is told where readings are. */
const PASSING = ["option_price", "share_price"];

const MOST_LETTERS = 80;

/** Short options that the broker is about to assign. */
export const assignmentPending: Rule = ({ cycles }) =>
  cycles.flatMap((cycle) =>
    cycle.shorts
      .filter(({ risk }) => risk.level === "pending")
      .map((short) =>
        ofShort(cycle, short, {
          rule: "assignment_pending",
          severity: "warning",
          facts: { quantity: short.quantity, strike: short.option.strike },
        }),
      ),
  );

/** Cycles with figures that can't be told because something never came from the broker. */
export const evidenceMissing: Rule = ({ cycles }) =>
  cycles.flatMap((cycle) => {
    const gaps = cycle.blocked.filter(({ missing }) => !PASSING.includes(missing));
    if (gaps.length === 0) {
      return [];
    }
    const missing = [...new Set(gaps.map((gap) => gap.missing))].toSorted();
    const figures = [...new Set(gaps.map((gap) => gap.figure))].toSorted();
    const facts = { missing: wholeWords(missing), figures: wholeWords(figures) };
    return [ofCycle(cycle, { rule: "evidence_missing", severity: "info", facts }, facts.missing)];
  });

/** As many words as a fact has room for. */
function wholeWords(words: readonly string[]): string {
  return words.reduce((text, word) => {
    const longer = text === "" ? word : `${text} ${word}`;
    return longer.length <= MOST_LETTERS ? longer : text;
  }, "");
}
