import { expect, it } from "vitest";
import { remainingShare } from "@/components/connections/remaining-share";

const nowMs = Date.parse("2026-11-22T14:00:00.000Z");
const inSeconds = (seconds: number) => new Date(nowMs + seconds * 1000).toISOString();

it.each([
  [-60, 60, 0.5],
  [10, 60, 1],
  [-60, -10, 0],
  [5, 5, 0],
])("leaves of the span from %d to %d seconds the share %d", (from, until, share) => {
  expect(remainingShare(inSeconds(from), inSeconds(until), nowMs)).toBe(share);
});
