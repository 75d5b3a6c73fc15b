import { describe, expect, it } from "vitest";
import { bellCount, bellName, unreadSentence } from "@/components/notices/unread-words";

describe("the bell", () => {
  it.each([
    [0, "Notices", "0", ""],
    [1, "Notices, 1 unread", "1", "1 unread notice"],
    [2, "Notices, 2 unread", "2", "2 unread notices"],
    [99, "Notices, 99 unread", "99", "99 unread notices"],
    [100, "Notices, 100 unread", "99+", "100 unread notices"],
  ])("with %i unread", (count, name, shown, sentence) => {
    expect(bellName(count)).toBe(name);
    expect(bellCount(count)).toBe(shown);
    expect(unreadSentence(count)).toBe(sentence);
  });
});
