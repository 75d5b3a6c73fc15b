import { expect, it } from "vitest";
import { readRetryAfter } from "@/server/notices/retry-after";

const now = new Date("2026-03-02T14:30:00.000Z");

it.each([
  [null, null],
  ["120", 120],
  [" 0 ", 0],
  ["0.35", 1],
  ["86400", 86_400],
  ["999999", 86_400],
  ["Mon, 02 Mar 2026 14:31:30 GMT", 90],
  ["Mon, 02 Mar 2026 14:29:00 GMT", 0],
  ["Sat, 02 Mar 2030 14:31:30 GMT", 86_400],
  ["Mon, 99 Mar 2026 14:31:30 GMT", null],
  ["-5", null],
  ["soon", null],
  ["2026-03-02", null],
  ["", null],
])("%j is %j", (header, seconds) => {
  expect(readRetryAfter(header, now)).toBe(seconds);
});
