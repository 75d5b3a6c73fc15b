import { expect, it } from "vitest";
import { someAtOnce } from "@/server/services/some-at-once";

const items = Array.from({ length: 23 }, (_, index) => index);
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

it("does every item once, and never more of them at once than there are places", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await someAtOnce(items, 5, new AbortController().signal, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await tick();
    running -= 1;
    done.push(item);
  });
  expect(done.toSorted((one, other) => one - other)).toEqual(items);
  expect(most).toBe(5);
});

it("leaves what has not begun when it is stopped, and waits for what has", async () => {
  const stopping = new AbortController();
  const begun: number[] = [];
  let finished = 0;
  await someAtOnce(items, 5, stopping.signal, async (item) => {
    begun.push(item);
    stopping.abort();
    await tick();
    finished += 1;
  });
  expect(begun).toEqual([0]);
  expect(finished).toBe(1);
});
