import type { RequestBudget } from "@/shared/schemas/connection";

interface BudgetText {
  /** Such as `42 of 60 left`. */
  readonly left: string;
  readonly reset: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly tone: "calm" | "low" | "spent";
}

const LOW_SHARE = 0.2;

/** What is left of a connection's requests, in words. */
export function budgetText({ limit, remaining, resetSeconds }: RequestBudget): BudgetText {
  const share = Math.min(1, remaining / limit);
  return {
    left: `${remaining} of ${limit} left`,
    reset:
      resetSeconds === 0
        ? `None used in the last minute; ${limit - remaining} are kept back for renewing the session.`
        : `All are free again in ${resetSeconds} ${resetSeconds === 1 ? "second" : "seconds"}.`,
    share,
    tone: remaining === 0 ? "spent" : share < LOW_SHARE ? "low" : "calm",
  };
}
