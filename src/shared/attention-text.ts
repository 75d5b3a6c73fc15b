import { daysBetween, newYorkDay } from "@/shared/new-york-time";
import type { AttentionDetails } from "@/shared/schemas/notice";

interface AttentionTextFacts {
  readonly label: string | null;
  readonly brokerName: string | null;
  readonly details: AttentionDetails | null;
  /** What lies ahead is told from here. */
  readonly now: Date;
}

type Words = (details: AttentionDetails, facts: AttentionTextFacts) => { title: string; text: string };

const WORDS: Readonly<Record<AttentionDetails["rule"], Words>> = {
  expiring: (details, facts) => ({
    title: `${contract(details)} ${expiry(details, facts)}`,
    text: `${where(facts)} Close it, roll it or let it expire.`,
  }),
  in_the_money: (details, facts) => ({
    title: `${contract(details)} is in the money`,
    text: `${where(facts)} It ${expiry(details, facts)}, and may be assigned.`,
  }),
  near_strike: (details, facts) => ({
    title: `${contract(details)} is near its strike`,
    text: `${where(facts)} It ${expiry(details, facts)}.`,
  }),
  profit_target: (details, facts) => ({
    title: `${contract(details)} has reached your profit target`,
    text: `${where(facts)} It ${expiry(details, facts)}.`,
  }),
  ex_dividend: (details, facts) => ({
    title: `${contract(details)} may be exercised early for a dividend`,
    text: `${where(facts)} The shares trade without it from ${dayOf(details.facts["exDividendDay"])} on.`,
  }),
  collateral_short: (_details, facts) => ({
    title: `Short puts of ${name(facts)} exceed its collateral`,
    text: "The account could not pay for the shares if all of its short puts were assigned.",
  }),
  uncovered_shares: (details, facts) => ({
    title: `${details.underlying ?? "Shares"} shares are without a call`,
    text: `${where(facts)} They have been so since ${dayOf(details.facts["since"])}.`,
  }),
  naked_call: (details, facts) => ({
    title: `${details.underlying ?? "Short"} calls are not covered by shares`,
    text: `${where(facts)} More shares may be called away than the account holds.`,
  }),
  session_ends_first: (details, facts) => ({
    title: `Session of ${name(facts)} ends before ${contract(details)} expires`,
    text: `Sign in to ${facts.brokerName ?? "the broker"} again on the connection's page. The option ${expiry(details, facts)}.`,
  }),
  assignment_pending: (details, facts) => ({
    title: `${contract(details)} is being assigned`,
    text: `${where(facts)} The broker reports it as pending.`,
  }),
  evidence_missing: (details, facts) => ({
    title: `The record of ${details.underlying ?? "a wheel"} has a gap`,
    text: `${where(facts)} Some figures of its wheel can't be told; its page names what is missing.`,
  }),
};

/** The words of a notice about an item of the attention list: no amount of money is among them. Pure. */
export function attentionText(facts: AttentionTextFacts): { title: string; text: string } {
  return facts.details === null
    ? { title: "Something needs your attention", text: "Open the list to see what it is." }
    : WORDS[facts.details.rule](facts.details, facts);
}

/** Such as `AAPL 150 put`. */
function contract({ underlying, option }: AttentionDetails): string {
  return option === null
    ? (underlying ?? "An option")
    : `${underlying ?? ""} ${Number(option.strike)} ${option.right}`.trim();
}

function name({ label }: AttentionTextFacts): string {
  return `"${label ?? "without a name"}"`;
}

function where(facts: AttentionTextFacts): string {
  return `It is about ${facts.brokerName ?? "the connection"} ${name(facts)}.`;
}

/** `expires tomorrow`, by the days of New York. */
function expiry({ option }: AttentionDetails, { now }: AttentionTextFacts): string {
  if (option === null) {
    return "expires soon";
  }
  const days = daysBetween(newYorkDay(now), option.expiration);
  if (days < 0) return `expired on ${dayOf(option.expiration)}`;
  if (days === 0) return "expires today";
  return days === 1 ? "expires tomorrow" : `expires on ${dayOf(option.expiration)}`;
}

/** `20 Mar 2026`. */
function dayOf(day: string | undefined): string {
  if (day === undefined) {
    return "a day that is not known";
  }
  const format = { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" } as const;
  return new Intl.DateTimeFormat("en-GB", format).format(new Date(`${day}T00:00:00Z`));
}
