import { expect, it } from "vitest";
import { dailyTotals } from "@/components/accounts/daily-totals";
import type { ValuePoint } from "@/shared/schemas/account";

const point = (
  day: string,
  accountId: string,
  value: string | null,
  cash: string | null = "1",
): ValuePoint => ({
  day,
  connectionId: "c",
  accountId,
  maskedNumber: "••••1234",
  value,
  cash,
});

it("adds up the accounts of each day, and carries the last value of one that was not read", () => {
  expect(
    dailyTotals([
      point("2026-11-18", "a", "0.1"),
      point("2026-11-19", "a", "0.2"),
      point("2026-11-19", "b", "10"),
      point("2026-11-20", "b", "20"),
    ]),
  ).toEqual([
    { day: "2026-11-18", value: "0.1", cash: "1", carried: 0, accounts: 1 },
    { day: "2026-11-19", value: "10.2", cash: "2", carried: 0, accounts: 2 },
    { day: "2026-11-20", value: "20.2", cash: "2", carried: 1, accounts: 2 },
  ]);
});

it("knows no value where nobody gave one", () => {
  expect(dailyTotals([point("2026-11-18", "a", null, null)])).toEqual([
    { day: "2026-11-18", value: null, cash: null, carried: 0, accounts: 1 },
  ]);
  expect(dailyTotals([])).toEqual([]);
});
