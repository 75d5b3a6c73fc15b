import { describe, expect, it } from "vitest";
import type { AccountMeans, SessionEnd } from "@/server/services/attention/attention-facts";
import { collateralShort } from "@/server/services/attention/rules/collateral-short";
import { nakedCall, uncoveredShares } from "@/server/services/attention/rules/coverage";
import { sessionEndsFirst } from "@/server/services/attention/rules/session-ends-first";
import { DEFAULT_ATTENTION_SETTINGS as SETTINGS } from "@/shared/schemas/attention";
import { attentionFacts } from "@/test/attention-facts";
import { besideWheel, openShort, optionTerms, wheelCycle } from "@/test/wheel-builders";

const call = (quantity = "-1") =>
  openShort({ quantity, option: optionTerms({ contractId: "call-1", right: "call", strike: "180" }) });

describe("short collateral", () => {
  const means = (changes: Partial<AccountMeans>): AccountMeans => ({
    connectionId: "c-1",
    account: { accountId: "a-1", maskedNumber: "••••1234" },
    cash: null,
    buyingPower: null,
    margin: false,
    ...changes,
  });
  const found = (changes: Partial<AccountMeans>, shorts = [openShort()]) =>
    collateralShort(
      attentionFacts({ cycles: [wheelCycle({ shorts })], accounts: [means(changes)] }),
      SETTINGS,
    );

  it.each([
    ["the cash is a cent short", { cash: "14999.99" }, "cash"],
    ["the cash is just enough", { cash: "15000" }, null],
    ["nobody says what the cash is", {}, null],
    ["buying power does not count without margin", { cash: "1", buyingPower: "20000" }, "cash"],
    ["buying power counts on margin", { cash: "1", buyingPower: "15000", margin: true }, null],
    ["buying power is short too", { cash: "1", buyingPower: "14000", margin: true }, "buying_power"],
    ["cash is the greater on margin", { cash: "14000", buyingPower: "9", margin: true }, "cash"],
    ["only cash is known on margin", { cash: "14000", margin: true }, "cash"],
  ])("when %s", (_when, changes, against) => {
    expect(found(changes)[0]?.facts["against"] ?? null).toBe(against);
  });

  it("adds up all puts of the account, and no calls, no unknown contracts, no other account", () => {
    const shorts = [
      openShort({ quantity: "-2" }),
      openShort({ option: optionTerms({ strike: "100.5", expiration: "2026-03-13" }) }),
      openShort({ option: optionTerms({ sharesPerContract: null }) }),
      call(),
    ];
    expect(found({ cash: "20025" }, shorts)).toMatchObject([
      {
        key: "collateral_short:c-1:a-1",
        severity: "critical",
        facts: {
          needed: "40050",
          available: "20025",
          missing: "20025",
          against: "cash",
          puts: "2",
        },
        stance: "cash:5",
        dueDay: "2026-03-13",
      },
    ]);
    expect(found({ cash: "1", account: { accountId: "a-2", maskedNumber: "" } })).toEqual([]);
    expect(found({ cash: "1", connectionId: "c-2" })).toEqual([]);
    expect(found({ cash: "-1" }, [call()])).toEqual([]);
  });
});

describe("coverage", () => {
  const uncoveredSince = new Map([["cycle-1", new Date("2026-02-27T21:00:00.000Z")]]);
  const shares = (changes: Parameters<typeof wheelCycle>[0] = {}) =>
    wheelCycle({ state: "uncovered", shares: "200", shorts: [], ...changes });

  it.each([
    [3, 1],
    [4, 0],
    [0, 1],
  ])("of shares without a call since three days, told from %i days on", (uncoveredDays, count) => {
    const facts = attentionFacts({ cycles: [shares()], uncoveredSince });
    expect(uncoveredShares(facts, { ...SETTINGS, uncoveredDays })).toHaveLength(count);
  });

  it("of a part is told as such, but not of fewer shares than a contract takes", () => {
    const found = (held: string) =>
      uncoveredShares(
        attentionFacts({
          cycles: [shares({ state: "partly_covered", shares: held, shorts: [call()] })],
          uncoveredSince,
        }),
        SETTINGS,
      );
    expect(found("200")).toMatchObject([
      {
        key: "uncovered_shares:cycle-1",
        severity: "info",
        facts: { shares: "200", uncovered: "100", since: "2026-02-27", days: "3" },
        stance: "100",
        dueDay: null,
      },
    ]);
    expect(found("199")).toEqual([]);
  });

  it("of covered shares is nothing to tell", () => {
    const facts = attentionFacts({ cycles: [shares({ state: "covered", shorts: [call("-2")] })] });
    expect(uncoveredShares(facts, SETTINGS)).toEqual([]);
    expect(nakedCall(facts, SETTINGS)).toEqual([]);
  });

  it("of naked calls is critical, due when the first of them expires", () => {
    const unknown = openShort({
      option: optionTerms({ right: "call", sharesPerContract: null, expiration: "2026-03-27" }),
    });
    const cycle = shares({ state: "naked_call", shares: "100", shorts: [unknown, call(), openShort()] });
    expect(nakedCall(attentionFacts({ cycles: [cycle] }), SETTINGS)).toMatchObject([
      {
        severity: "critical",
        facts: { shares: "100", behindCalls: "200" },
        stance: "100:200",
        dueDay: "2026-03-20",
      },
    ]);
  });
});

describe("a session that ends before an option expires", () => {
  const session = (changes: Partial<SessionEnd>): SessionEnd => ({
    connectionId: "c-1",
    label: "Main",
    endsAt: null,
    ended: false,
    ...changes,
  });
  const found = (changes: Partial<SessionEnd>, facts: Parameters<typeof attentionFacts>[0] = {}) =>
    sessionEndsFirst(attentionFacts({ sessions: [session(changes)], ...facts }), SETTINGS);

  it.each([
    // The option trades until 16:00 in New York on 20 March: 20:00 UTC in summer time.
    ["a second before the close", "2026-03-20T19:59:59.000Z", "warning"],
    ["at the close", "2026-03-20T20:00:00.000Z", null],
    ["within a day", "2026-03-03T14:30:00.000Z", "critical"],
    ["in more than a day", "2026-03-03T14:30:01.000Z", "warning"],
  ])("%s is %s: %s", (_when, endsAt, severity) => {
    expect(found({ endsAt: new Date(endsAt) })[0]?.severity ?? null).toBe(severity);
  });

  it("is nothing to tell where Wheelhouse renews it, and where there is no option", () => {
    expect(found({})).toEqual([]);
    expect(found({ ended: true }, { cycles: [] })).toEqual([]);
    expect(found({ ended: true, connectionId: "c-2" })).toEqual([]);
    expect(found({ ended: true }, { cycles: [], beside: [besideWheel({ quantity: "0" })] })).toEqual([]);
  });

  it("names the first option that outlives it, in a wheel or beside", () => {
    const endsAt = new Date("2026-03-06T15:00:00.000Z");
    const early = besideWheel({ option: optionTerms({ contractId: "e", expiration: "2026-03-05" }) });
    const next = besideWheel({ option: optionTerms({ contractId: "n", expiration: "2026-03-06" }) });
    expect(found({ endsAt }, { beside: [next, early] })).toMatchObject([
      {
        key: "session_ends_first:c-1",
        severity: "warning",
        option: { contractId: "n" },
        facts: { expiration: "2026-03-06", options: "2", sessionEndsAt: "2026-03-06T15:00:00.000Z" },
        stance: "2026-03-06:false:n",
        dueDay: "2026-03-06",
      },
    ]);
  });

  it("and has ended already is critical, until the expiration", () => {
    expect(found({ ended: true, endsAt: new Date("2027-01-01T00:00:00.000Z") })).toMatchObject([
      {
        severity: "critical",
        facts: { expiration: "2026-03-20", options: "1" },
        stance: "ended:true:contract-1",
        dueDay: "2026-03-20",
      },
    ]);
  });
});
