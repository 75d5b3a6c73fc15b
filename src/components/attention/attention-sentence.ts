import { figureWords, listWords, missingWords } from "@/components/attention/missing-words";
import { contractWords, dayWords, strikeWords } from "@/components/positions/contract-words";
import { formatMoney } from "@/components/ui/format-money";
import { formatExactTime } from "@/components/ui/format-time";
import type { AttentionItem, AttentionRule } from "@/shared/schemas/attention";

type Write = (
  facts: AttentionItem["facts"],
  item: AttentionItem,
  amount: (value: string) => string,
) => string;

const SENTENCES: Record<AttentionRule, Write> = {
  expiring: ({ days, quantity }, item) =>
    `${contract(item)} expires ${inDays(days)}, ${contracts(quantity)}.`,
  in_the_money: ({ distance, distancePercent, sharePrice, days }, item) =>
    `${contract(item)} is ${figure(distance)} (${percent(distancePercent)}) in the money${sharePrice === undefined ? "" : `, the share at ${figure(sharePrice)}`}. It expires ${inDays(days)}.`,
  near_strike: ({ distance, distancePercent, sharePrice, days }, item) =>
    `${contract(item)} is ${figure(distance)} (${percent(distancePercent)}) from its strike${sharePrice === undefined ? "" : `, the share at ${figure(sharePrice)}`}. It expires ${inDays(days)}.`,
  profit_target: ({ profitPercent, targetPercent, mark, timePercent }, item) =>
    `${percent(profitPercent, 0)} of the premium of ${contract(item)} is yours${mark === undefined ? "" : ` at its mark of ${figure(mark)}`}${timePercent === undefined ? "" : `, with ${percent(timePercent, 0)} of its time used`}. Your target is ${targetPercent} %.`,
  ex_dividend: ({ exDividendDay = "", dividendPerShare, timeValue }, item) =>
    `${contract(item)} may be exercised early: the ex-dividend day is ${dayWords(exDividendDay)}${dividendPerShare === undefined ? "" : `, for ${figure(dividendPerShare)} a share`}${timeValue === undefined ? "" : `, and its time value is ${figure(timeValue)}`}.`,
  collateral_short: ({ needed = "", available = "", missing = "", against, puts }, _, amount) =>
    `${counted(puts, "short put")} would cost ${amount(needed)} if assigned, and ${amount(available)} of ${against === "cash" ? "cash" : "buying power"} is there: ${amount(missing)} is missing.`,
  uncovered_shares: ({ uncovered, shares, since = "", days }, { underlying }) =>
    `${number(uncovered)} of ${number(shares)} ${underlying} shares have had no call for ${counted(days, "day")}, since ${dayWords(since)}.`,
  naked_call: ({ shares, behindCalls }, { underlying }) =>
    `Short calls on ${underlying} would deliver ${counted(behindCalls, "share")}; the cycle has ${number(shares)}.`,
  session_ends_first: ({ sessionEndsAt, options }, item) =>
    `The session of ${item.label} ${sessionEndsAt === undefined ? "has ended" : `ends ${formatExactTime(sessionEndsAt)}`}, before ${contract(item)}${others(options)} expires. Only you can sign in again.`,
  assignment_pending: ({ quantity }, item) =>
    `The broker has an assignment of ${contract(item)} under way, ${contracts(quantity)}.`,
  evidence_missing: ({ missing = "", figures = "" }, { underlying }) =>
    `Some figures of ${underlying} can't be told (${listWords(figures.split(" ").map(figureWords))}): what is missing is ${listWords(missing.split(" ").map(missingWords))}.`,
};

/**
 * What an item says, in a sentence with its numbers.
 *
 * @param amount writes an amount of the person's money, or dots while those are hidden
 */
export function attentionSentence(item: AttentionItem, amount: (value: string) => string): string {
  return SENTENCES[item.rule](item.facts, item, amount);
}

const contract = ({ option, underlying }: AttentionItem): string =>
  option === null ? (underlying ?? "An option") : contractWords(option);

function inDays(days: string | undefined): string {
  if (days === "0") return "today";
  return days === "1" ? "tomorrow" : `in ${days} days`;
}

function contracts(quantity = "0"): string {
  const count = quantity.replace("-", "");
  return `${counted(count, "contract")} ${quantity.startsWith("-") ? "short" : "long"}`;
}

function counted(count = "0", noun: string): string {
  return `${number(count)} ${noun}${count === "1" ? "" : "s"}`;
}

function others(options = "1"): string {
  const more = Number(options) - 1;
  return more < 1 ? "" : ` (and ${more} more)`;
}

/** A price or distance per share, without its sign: the sentence says the side. */
const figure = (value = ""): string => strikeWords(value.replace("-", ""));

const percent = (value = "", decimals = 1): string =>
  `${formatMoney(value.replace("-", ""), decimals)?.digits ?? value} %`;

const number = (value = ""): string => formatMoney(value, value.includes(".") ? 2 : 0)?.digits ?? value;
