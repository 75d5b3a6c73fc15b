import { describe, expect, it } from "vitest";
import { eventDetailWords, eventKindWords } from "@/components/wheel/event-words";
import { cycleEvent } from "@/test/wheel-builders";

describe("eventKindWords", () => {
  it("says when something came early", () => {
    expect(eventKindWords(cycleEvent())).toBe("Put sold");
    expect(eventKindWords(cycleEvent({ kind: "assigned", early: true }))).toBe("Assigned early");
  });
});

describe("eventDetailWords", () => {
  it.each([
    [cycleEvent({ quantity: "-2", price: "2.05" }), "2 × AAPL 150 put 20 Mar 2026 at 2.05"],
    [cycleEvent({ kind: "expired", price: null }), "1 × AAPL 150 put 20 Mar 2026"],
    [
      cycleEvent({ kind: "shares_sold", option: null, quantity: "100.5", price: "151" }),
      "100.5000 × AAPL shares at 151",
    ],
    [cycleEvent({ kind: "dividend", option: null, price: "0.26" }), "0.26 a share"],
    [cycleEvent({ kind: "dividend", option: null, price: null }), "AAPL"],
  ])("%#", (event, words) => {
    expect(eventDetailWords(event, "AAPL")).toBe(words);
  });
});
