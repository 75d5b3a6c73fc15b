import { expect, test } from "vitest";
import { createPause } from "@/server/storage/pause";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";

test("pauses a random part of a growing time, so often and no more", async () => {
  const clock = new FixedClock();
  const pause = createPause(clock, createSeededRandom("pause"), { attempts: 3, baseMs: 100, capMs: 150 });
  const waits: boolean[] = [];
  for (const attempt of [0, 1, 2]) {
    const wait = pause(attempt).then((again) => waits.push(again));
    clock.advance(attempt === 0 ? 100 : 150);
    await wait;
  }
  expect(waits).toEqual([true, true, true]);
  expect(await pause(3)).toBe(false);
  expect(clock.sleepers).toBe(0);
});
