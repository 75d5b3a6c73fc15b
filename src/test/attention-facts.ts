import type { AttentionFacts } from "@/server/services/attention/attention-facts";
import { wheelCycle } from "@/test/wheel-builders";

/** Facts of 2 March 2026, a Monday, with one calm cycle. */
export function attentionFacts(changes: Partial<AttentionFacts> = {}): AttentionFacts {
  return {
    now: new Date("2026-03-02T14:30:00.000Z"),
    today: "2026-03-02",
    cycles: [wheelCycle()],
    uncoveredSince: new Map(),
    beside: [],
    shares: new Map(),
    accounts: [],
    sessions: [],
    ...changes,
  };
}
