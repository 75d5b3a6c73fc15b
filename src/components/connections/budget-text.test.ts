import { expect, it } from "vitest";
import { budgetText } from "@/components/connections/budget-text";

it.each([
  [
    { limit: 60, remaining: 54, resetSeconds: 0 },
    "54 of 60 left",
    "None used in the last minute; 6 are kept back for renewing the session.",
    "calm",
  ],
  [{ limit: 60, remaining: 11, resetSeconds: 1 }, "11 of 60 left", "All are free again in 1 second.", "low"],
  [
    { limit: 60, remaining: 0, resetSeconds: 48 },
    "0 of 60 left",
    "All are free again in 48 seconds.",
    "spent",
  ],
] as const)("says of %j what is left", (budget, left, reset, tone) => {
  expect(budgetText(budget)).toEqual({ left, reset, tone, share: budget.remaining / 60 });
});
