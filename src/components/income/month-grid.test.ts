import { describe, expect, it } from "vitest";
import { monthGrid, monthOf, nextMonth, previousMonth } from "@/components/income/month-grid";

describe("monthGrid", () => {
  it("goes from the Monday before the first to the Sunday after the last", () => {
    // 1 November 2026 is a Sunday, 30 November a Monday.
    const weeks = monthGrid("2026-11-01");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[0]).toBe("2026-10-26");
    expect(weeks.at(-1)?.[6]).toBe("2026-12-06");
  });

  it("needs four weeks for a February that begins on a Monday", () => {
    expect(monthGrid("2027-02-01")).toHaveLength(4);
  });
});

describe("months", () => {
  it("follow each other over years and short months", () => {
    expect(monthOf("2026-11-22")).toBe("2026-11-01");
    expect(nextMonth("2026-12-01")).toBe("2027-01-01");
    expect(nextMonth("2027-01-01")).toBe("2027-02-01");
    expect(previousMonth("2027-03-01")).toBe("2027-02-01");
  });
});
