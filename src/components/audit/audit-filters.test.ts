import { describe, expect, it } from "vitest";
import {
  countFilters,
  NO_FILTERS,
  readFilters,
  toAuditQuery,
  writeFilters,
} from "@/components/audit/audit-filters";
import { auditQuerySchema } from "@/shared/schemas/audit";

const read = (text: string) => readFilters(new URLSearchParams(text));

describe("audit filters in the address", () => {
  it("come back as they were written", () => {
    const filters = {
      eventTypes: ["SIGN_IN", "LOGIN_FAILED"] as const,
      severities: ["WARNING"] as const,
      outcomes: ["denied"] as const,
      user: "ada@example.com",
      text: "a & b",
      from: "2026-11-21T14:00:00.000Z",
      to: "2026-11-21T15:00:00.000Z",
    };
    const written = writeFilters({
      ...filters,
      eventTypes: [...filters.eventTypes],
      severities: [...filters.severities],
      outcomes: [...filters.outcomes],
    });
    expect(read(written)).toEqual(filters);
    expect(countFilters(read(written))).toBe(6);
    expect(auditQuerySchema.safeParse(toAuditQuery(read(written))).success).toBe(true);
  });

  it("leave nothing in the address when none is set", () => {
    expect(writeFilters(NO_FILTERS)).toBe("");
    expect(read("")).toEqual(NO_FILTERS);
    expect(countFilters(NO_FILTERS)).toBe(0);
    expect(countFilters({ ...NO_FILTERS, to: "2026-11-21T15:00:00.000Z", text: "  " })).toBe(1);
  });

  it("leave out what is not known, and bound what is typed", () => {
    const filters = read(
      `type=NOPE&type=SIGN_IN&severity=LOUD&outcome=maybe&from=yesterday&q=${"x".repeat(300)}`,
    );
    expect(filters).toMatchObject({ eventTypes: ["SIGN_IN"], severities: [], outcomes: [], from: null });
    expect(filters.text).toHaveLength(200);
  });

  it("ask the server without blanks around", () => {
    expect(toAuditQuery({ ...NO_FILTERS, user: " ada ", text: " x " })).toMatchObject({
      user: "ada",
      text: "x",
    });
  });
});
