import { describe, expect, it } from "vitest";
import { attentionText } from "@/shared/attention-text";
import { ATTENTION_RULES } from "@/shared/schemas/attention";
import type { AttentionDetails } from "@/shared/schemas/notice";

const NOW = new Date("2026-03-02T14:30:00.000Z");

function details(changes: Partial<AttentionDetails> = {}): AttentionDetails {
  return {
    rule: "expiring",
    underlying: "AAPL",
    option: { right: "put", strike: "150.0000", expiration: "2026-03-03" },
    facts: {},
    ...changes,
  };
}
const textOf = (given: Partial<AttentionDetails> | null) =>
  attentionText({
    label: "Main",
    brokerName: "Robinhood",
    details: given === null ? null : details(given),
    now: NOW,
  });

describe("the words about what needs attention", () => {
  it.each([
    ["2026-03-01", "AAPL 150 put expired on 1 Mar 2026"],
    ["2026-03-02", "AAPL 150 put expires today"],
    ["2026-03-03", "AAPL 150 put expires tomorrow"],
    ["2026-03-04", "AAPL 150 put expires on 4 Mar 2026"],
  ])("tell an expiration on %s by the days of New York", (expiration, title) => {
    expect(textOf({ option: { right: "put", strike: "150.0000", expiration } }).title).toBe(title);
  });

  it.each([
    ["in_the_money", {}, "AAPL 150 put is in the money", "It expires tomorrow, and may be assigned."],
    ["near_strike", {}, "AAPL 150 put is near its strike", "It expires tomorrow."],
    ["profit_target", {}, "AAPL 150 put has reached your profit target", "It expires tomorrow."],
    [
      "ex_dividend",
      { exDividendDay: "2026-03-09" },
      "may be exercised early",
      "without it from 9 Mar 2026 on.",
    ],
    ["collateral_short", {}, 'Short puts of "Main" exceed its collateral', "could not pay"],
    ["uncovered_shares", { since: "2026-02-27" }, "AAPL shares are without a call", "so since 27 Feb 2026."],
    ["naked_call", {}, "AAPL calls are not covered by shares", "called away"],
    [
      "session_ends_first",
      {},
      'Session of "Main" ends before AAPL 150 put expires',
      "Sign in to Robinhood again",
    ],
    ["assignment_pending", {}, "AAPL 150 put is being assigned", "pending"],
    ["evidence_missing", {}, "The record of AAPL has a gap", "what is missing"],
  ] as const)("say for %s what is the matter", (rule, facts, title, text) => {
    const words = textOf({ rule, facts });
    expect(words.title).toContain(title);
    expect(words.text).toContain(text);
  });

  it.each(ATTENTION_RULES)("are whole sentences for %s, whatever is not known", (rule) => {
    for (const facts of [
      { label: "Main", brokerName: "Robinhood", details: details({ rule }), now: NOW },
      { label: null, brokerName: null, details: details({ rule, underlying: null, option: null }), now: NOW },
      { label: null, brokerName: null, details: details({ rule, underlying: null }), now: NOW },
      { label: "Main", brokerName: null, details: details({ rule, option: null }), now: NOW },
    ]) {
      const { title, text } = attentionText(facts);
      expect(title).toMatch(/^[A-Z0-9]/);
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(title + text).not.toMatch(/undefined|null|\.\.|\s{2}/);
    }
  });

  it("say where to look when nothing else is known", () => {
    expect(textOf(null)).toEqual({
      title: "Something needs your attention",
      text: "Open the list to see what it is.",
    });
  });
});
