import { expect, it } from "vitest";
import { requestId } from "@/serve/request-id";

it.each([
  ["a proxy's id", "abc-123.DEF_9", true, "abc-123.DEF_9"],
  ["a client's id", "abc-123.DEF_9", false, "new"],
  ["no id", undefined, true, "new"],
  ["one with odd characters", "abc 12345\n", true, "new"],
  ["a short one", "abc", true, "new"],
  ["a long one", "a".repeat(65), true, "new"],
])("%s", (_name, inbound, isFromProxy, expected) => {
  expect(requestId(inbound, isFromProxy, () => "new")).toBe(expected);
});
