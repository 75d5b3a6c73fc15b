import { expect, test } from "vitest";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";

test("time stands still until it is moved, and wakes sleepers in order", async () => {
  const clock = new FixedClock("2026-01-01T00:00:00Z");
  const woken: string[] = [];
  const late = clock.sleep(200).then(() => woken.push("late"));
  const soon = clock.sleep(100).then(() => woken.push("soon"));
  const abort = new AbortController();
  const aborted = clock.sleep(1e9, abort.signal).then(() => woken.push("aborted"));
  await clock.sleep(0);
  expect(clock.sleepers).toBe(3);
  clock.advance(99);
  expect(clock.sleepers).toBe(3);
  abort.abort();
  await aborted;
  clock.advance(101);
  await Promise.all([late, soon]);
  expect(woken).toEqual(["aborted", "soon", "late"]);
  expect(clock.now()).toEqual(new Date("2026-01-01T00:00:00.200Z"));
});

test("the same seed gives the same bytes", () => {
  const [one, same, other] = [createSeededRandom("a"), createSeededRandom("a"), createSeededRandom("b")];
  expect(one.bytes(40)).toEqual(same.bytes(40));
  expect(one.uuid()).toBe(same.uuid());
  expect(one.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(other.bytes(8)).not.toEqual(createSeededRandom("a").bytes(8));
});
