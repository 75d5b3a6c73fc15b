import { expect, it } from "vitest";
import { retryAfterSeconds } from "@/server/brokers/robinhood/retry-after";

const now = new Date("2026-11-20T15:00:00Z");
const sentence = "Request was throttled. Expected available in 36 seconds.";

it.each([
  ["120", sentence, 120],
  ["Fri, 20 Nov 2026 15:00:45 GMT", undefined, 45],
  ["Fri, 20 Nov 2026 14:00:00 GMT", undefined, 0],
  ["in a while", sentence, 36],
  [undefined, sentence, 36],
  [undefined, "Request was throttled. Expected available in 1 second.", 1],
  [undefined, "Request was throttled.", undefined],
  [undefined, "Please wait 36 seconds.", undefined],
  [undefined, undefined, undefined],
  ["999999", undefined, 86_400],
])("header %o and detail %o give %o seconds", (header, detail, seconds) => {
  expect(retryAfterSeconds(header, detail, now)).toBe(seconds);
});
