import { expect, it } from "vitest";
import { attentionOf } from "@/server/services/attention/attention-of";
import { ATTENTION_RULES, DEFAULT_ATTENTION_SETTINGS as SETTINGS } from "@/shared/schemas/attention";
import { attentionFacts } from "@/test/attention-facts";
import { openShort, optionTerms, wheelCycle } from "@/test/wheel-builders";

const AT = new Date("2026-03-01T12:00:00.000Z");
const uncoveredSince = new Map([["idle", new Date("2026-02-20T15:00:00.000Z")]]);
const due = wheelCycle({ shorts: [openShort({ daysToExpiration: 1 })] });

it("lists the most severe first, then what is due first", () => {
  const shorts = [
    openShort({
      option: optionTerms({ contractId: "later", expiration: "2026-03-08" }),
      daysToExpiration: 6,
    }),
    openShort({ option: optionTerms({ contractId: "b", expiration: "2026-03-06" }), daysToExpiration: 4 }),
    openShort({ option: optionTerms({ contractId: "a", expiration: "2026-03-06" }), daysToExpiration: 4 }),
    openShort({ option: optionTerms({ contractId: "today" }), daysToExpiration: 0 }),
    openShort({ option: optionTerms({ contractId: "tomorrow" }), daysToExpiration: 1 }),
  ];
  const shares = wheelCycle({
    cycleId: "idle",
    state: "uncovered",
    shares: "100",
    shorts: [],
  });
  const facts = attentionFacts({ cycles: [wheelCycle({ shorts }), shares], uncoveredSince });
  const items = attentionOf(facts, SETTINGS, []);
  expect(items.map(({ option, cycleId }) => option?.contractId ?? cycleId)).toEqual([
    "today",
    "tomorrow",
    "a",
    "b",
    "later",
    "idle",
  ]);
});

it("keeps what was put aside there until its stance is another one", () => {
  const key = "expiring:c-1:a-1:contract-1";
  const dismissed = (stance: string) =>
    attentionOf(attentionFacts({ cycles: [due] }), SETTINGS, [{ key, stance, dismissedAt: AT }]);
  expect(dismissed("warning:-1")).toMatchObject([{ key, dismissedAt: AT.toISOString() }]);
  expect(dismissed("info:-1")).toMatchObject([{ key, dismissedAt: null }]);
});

it("finds what every rule is for", () => {
  const call = optionTerms({ contractId: "call", right: "call", strike: "150" });
  const troubled = wheelCycle({
    shorts: [
      openShort({ daysToExpiration: 0, distanceToStrike: "-1", distancePercent: "-0.6", profitShare: "0.9" }),
      openShort({ option: call, distanceToStrike: "1", distancePercent: "1", mark: "0.1" }),
      openShort({ option: optionTerms({ contractId: "p" }), risk: { level: "pending", evidence: [] } }),
    ],
    state: "naked_call",
    sharePrice: "149",
    blocked: [{ figure: "effectiveBasis", missing: "fees", eventId: null }],
  });
  const idle = wheelCycle({
    cycleId: "idle",
    state: "uncovered",
    shares: "100",
    shorts: [],
  });
  const facts = attentionFacts({
    cycles: [troubled, idle],
    uncoveredSince,
    shares: new Map([
      [
        "c-1 AAPL",
        { symbol: "AAPL", name: null, quote: null, exDividendDay: "2026-03-04", dividendPerShare: "1" },
      ],
    ]),
    accounts: [
      {
        connectionId: "c-1",
        account: { accountId: "a-1", maskedNumber: "" },
        cash: "1",
        buyingPower: null,
        margin: false,
      },
    ],
    sessions: [{ connectionId: "c-1", label: "Main", endsAt: null, ended: true }],
  });
  const items = attentionOf(facts, SETTINGS, []);
  expect(new Set(items.map(({ rule }) => rule))).toEqual(new Set(ATTENTION_RULES));
  expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
});
