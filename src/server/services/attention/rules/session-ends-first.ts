import type { AttentionFacts, Finding, Rule, SessionEnd } from "@/server/services/attention/attention-facts";
import { newYorkDay, newYorkTime } from "@/shared/new-york-time";
import type { AccountRef, OptionTerms } from "@/shared/schemas/trading";

/** Options trade until 16:00 in New York on their last day. */
const CLOSE_MINUTES = 16 * 60;
const DAY_MS = 86_400_000;

interface HeldOption {
  readonly connectionId: string;
  readonly account: AccountRef;
  readonly option: OptionTerms;
}

/**
 * Sessions that will have ended before an option of their accounts expires, and that only their person can renew:
 * nobody would watch the option, or close it from here. Critical when that is within a day, or has happened.
 */
export const sessionEndsFirst: Rule = (facts) => {
  const options = optionsOf(facts);
  return facts.sessions.flatMap((session) => {
    const endsAt = session.ended ? facts.now : session.endsAt;
    if (endsAt === null) {
      return [];
    }
    const left = options
      .filter(({ connectionId }) => connectionId === session.connectionId)
      .filter(({ option }) => newYorkTime(option.expiration, CLOSE_MINUTES) > endsAt)
      .toSorted((a, b) => a.option.expiration.localeCompare(b.option.expiration));
    const [first] = left;
    return first === undefined ? [] : [finding(session, facts.now, first, left.length)];
  });
};

function finding(session: SessionEnd, now: Date, first: HeldOption, count: number): Finding {
  const endsAt = session.ended ? null : session.endsAt;
  const leftMs = endsAt === null ? 0 : endsAt.getTime() - now.getTime();
  const { option, account } = first;
  return {
    key: `session_ends_first:${session.connectionId}`,
    rule: "session_ends_first",
    severity: leftMs <= DAY_MS ? "critical" : "warning",
    connectionId: session.connectionId,
    label: session.label,
    account,
    underlying: option.underlying,
    option,
    cycleId: null,
    facts: {
      expiration: option.expiration,
      options: String(count),
      ...(endsAt !== null && { sessionEndsAt: endsAt.toISOString() }),
    },
    stance: `${endsAt === null ? "ended" : newYorkDay(endsAt)}:${leftMs <= DAY_MS}:${option.contractId}`,
    dueDay: endsAt === null ? option.expiration : newYorkDay(endsAt),
  };
}

function optionsOf({ cycles, beside }: AttentionFacts): HeldOption[] {
  const held = beside.filter(({ quantity }) => Number(quantity) !== 0);
  return [
    ...cycles.flatMap((cycle) => cycle.shorts.map(({ option }) => ({ ...cycle, option }))),
    ...held,
  ].map(({ connectionId, accountId, maskedNumber, option }) => ({
    connectionId,
    account: { accountId, maskedNumber },
    option,
  }));
}
