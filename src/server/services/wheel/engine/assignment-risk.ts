import { Amount, amount, asText, ZERO } from "@/server/services/wheel/engine/amount";
import type { ContractFacts } from "@/server/services/wheel/engine/cycle-prices";
import type { OptionTerms } from "@/shared/schemas/trading";
import type { AssignmentRisk } from "@/shared/schemas/wheel";

const LITTLE_TIME_VALUE = new Amount("0.05");
const FEW_DAYS = 2;
const NEAR_SHARE = new Amount("0.02");

export interface RiskFacts {
  readonly option: OptionTerms;
  readonly contract: ContractFacts;
  readonly sharePrice: Amount | null;
  /** Days in New York. */
  readonly today: string;
  readonly daysToExpiration: number;
  readonly dividend: { readonly day: string; readonly perShare: Amount | null } | null;
}

type Evidence = AssignmentRisk["evidence"][number];

/** How likely the short contracts are to be assigned, and the numbers that say so, strongest first. */
export function assignmentRisk(facts: RiskFacts): AssignmentRisk {
  const { contract } = facts;
  const pending = contract.pending.gt(ZERO) ? [evidence("pending_assignment", contract.pending)] : [];
  const common = [
    evidence("days_left", new Amount(facts.daysToExpiration), facts.option.expiration),
    ...(contract.delta === null ? [] : [evidence("delta", contract.delta)]),
  ];
  const judged = judgeByPrice(facts);
  return {
    level: pending.length > 0 ? "pending" : judged.level,
    evidence: [...pending, ...judged.evidence, ...common],
  };
}

function judgeByPrice(facts: RiskFacts): AssignmentRisk {
  const { option, sharePrice } = facts;
  const inside = sharePrice === null ? null : insideBy(option, sharePrice);
  if (inside === null) {
    return { level: "unknown", evidence: [evidence("missing_price", null)] };
  }
  if (inside.gt(ZERO)) {
    return judgeInTheMoney(facts, inside);
  }
  const isNear = inside.neg().lte(NEAR_SHARE.times(option.strike));
  return isNear
    ? { level: "moderate", evidence: [evidence("near_the_money", inside.neg())] }
    : { level: "low", evidence: [] };
}

function judgeInTheMoney(facts: RiskFacts, inside: Amount): AssignmentRisk {
  const { contract, dividend, option } = facts;
  const timeValue = contract.mark === null ? null : contract.mark.minus(inside);
  const strong: Evidence[] = [];
  if (dividend !== null && timeValue !== null && isAboveTimeValue(facts, timeValue)) {
    strong.push(evidence("dividend_above_time_value", dividend.perShare, dividend.day));
  }
  if (timeValue?.lt(LITTLE_TIME_VALUE)) {
    strong.push(evidence("time_value_left", timeValue));
  }
  const isSoon = facts.daysToExpiration <= FEW_DAYS;
  const weak = timeValue === null ? [evidence("missing_price", null)] : [];
  return {
    level: strong.length > 0 || isSoon ? "high" : "moderate",
    evidence: [...strong, evidence("in_the_money", inside, option.expiration), ...weak],
  };
}

/** A call is exercised the day before the ex-dividend day when the dividend is worth more than waiting. */
function isAboveTimeValue({ option, dividend, today }: RiskFacts, timeValue: Amount): boolean {
  if (option.right !== "call" || dividend === null || dividend.perShare === null) {
    return false;
  }
  const isAhead = dividend.day > today && dividend.day <= option.expiration;
  return isAhead && timeValue.lt(dividend.perShare.times(sharesPerUnit(option) ?? ZERO));
}

/** How far in the money per unit of the price: negative outside, null when nobody says what is delivered. */
function insideBy(option: OptionTerms, sharePrice: Amount): Amount | null {
  const unit = sharesPerUnit(option);
  if (unit === null) {
    return null;
  }
  const worth = sharePrice.times(unit);
  return option.right === "put" ? amount(option.strike).minus(worth) : worth.minus(option.strike);
}

/** Shares behind one unit of an option's price: one, but for adjusted contracts. */
const sharesPerUnit = ({ sharesPerContract, multiplier }: OptionTerms): Amount | null =>
  sharesPerContract === null ? null : amount(sharesPerContract).div(multiplier);

const evidence = (kind: Evidence["kind"], value: Amount | null, day: string | null = null): Evidence => ({
  kind,
  value: value === null ? null : asText(value),
  day,
});
