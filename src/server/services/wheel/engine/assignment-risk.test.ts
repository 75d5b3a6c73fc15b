import { describe, expect, it } from "vitest";
import { Amount } from "@/server/services/wheel/engine/amount";
import { assignmentRisk, type RiskFacts } from "@/server/services/wheel/engine/assignment-risk";
import { AccountScript } from "@/test/wheel/account-script";

const script = new AccountScript();
const put = script.put("50", "2026-02-20");
const call = script.call("45", "2026-02-20");

function riskOf(given: Partial<RiskFacts> & { readonly price: string | null; readonly mark?: string }) {
  const { price, mark, ...facts } = given;
  return assignmentRisk({
    option: put,
    sharePrice: price === null ? null : new Amount(price),
    contract: { mark: mark === undefined ? null : new Amount(mark), delta: null, pending: new Amount(0) },
    today: "2026-01-29",
    daysToExpiration: 22,
    dividend: null,
    ...facts,
  });
}
const dividend = (day: string, perShare: string | null) => ({
  day,
  perShare: perShare === null ? null : new Amount(perShare),
});
const kinds = (risk: ReturnType<typeof riskOf>) => [risk.level, ...risk.evidence.map(({ kind }) => kind)];

describe("assignmentRisk", () => {
  it("30: is high in the money with hardly any time value left", () => {
    expect(riskOf({ price: "47", mark: "3.02" })).toEqual({
      level: "high",
      evidence: [
        { kind: "time_value_left", value: "0.02", day: null },
        { kind: "in_the_money", value: "3", day: "2026-02-20" },
        { kind: "days_left", value: "22", day: "2026-02-20" },
      ],
    });
  });

  it("30: is high for a call whose dividend is worth more than its time value", () => {
    const given = { option: call, price: "47", mark: "2.30" };
    expect(riskOf({ ...given, dividend: dividend("2026-02-10", "0.40") })).toMatchObject({
      level: "high",
      evidence: [{ kind: "dividend_above_time_value", value: "0.4", day: "2026-02-10" }, {}, {}],
    });
    expect(riskOf({ ...given, dividend: dividend("2026-02-20", "0.40") }).level).toBe("high");
  });

  it.each([
    ["is not worth it", dividend("2026-02-10", "0.25")],
    ["goes ex after expiration", dividend("2026-02-23", "0.40")],
    ["went ex already", dividend("2026-01-29", "0.40")],
    ["is of an unknown amount", dividend("2026-02-10", null)],
  ])("stays moderate when the dividend %s", (_, given) => {
    expect(riskOf({ option: call, price: "47", mark: "2.30", dividend: given }).level).toBe("moderate");
  });

  it("gives a put no reason in a dividend", () => {
    expect(riskOf({ price: "47", mark: "3.30", dividend: dividend("2026-02-10", "0.40") }).level).toBe(
      "moderate",
    );
  });

  it("is high in the money in the last two days", () => {
    expect(kinds(riskOf({ price: "49", mark: "1.40", daysToExpiration: 2 }))).toEqual([
      "high",
      "in_the_money",
      "days_left",
    ]);
  });

  it("is moderate in the money without a mark, and says what is missing", () => {
    expect(kinds(riskOf({ price: "49" }))).toEqual([
      "moderate",
      "in_the_money",
      "missing_price",
      "days_left",
    ]);
  });

  it("is moderate within two percent of the strike and low beyond", () => {
    expect(kinds(riskOf({ price: "51" }))).toEqual(["moderate", "near_the_money", "days_left"]);
    expect(kinds(riskOf({ price: "51.01" }))).toEqual(["low", "days_left"]);
    expect(kinds(riskOf({ option: call, price: "44.05" }))).toEqual(["low", "days_left"]);
  });

  it("is pending when the broker says so, at any price", () => {
    const contract = { mark: null, delta: new Amount("-0.9"), pending: new Amount(1) };
    expect(kinds(riskOf({ price: null, contract }))).toEqual([
      "pending",
      "pending_assignment",
      "missing_price",
      "days_left",
      "delta",
    ]);
  });

  it("is unknown without a share price", () => {
    expect(riskOf({ price: null, mark: "3" }).level).toBe("unknown");
  });
});
