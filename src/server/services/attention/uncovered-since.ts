import { Decimal } from "decimal.js";
import { breathe } from "@/server/services/breathe";
import type { CycleEvent, CycleWithHistory } from "@/shared/schemas/wheel";

interface Change {
  readonly shares: Decimal;
  readonly behindCalls: Decimal;
}

const ZERO = new Decimal(0);
const EVENTS_IN_A_TURN = 1_000;

/**
 * Since when a cycle has had shares behind no call, without a break: its history is taken back event by event until
 * all shares were behind calls. A split or a changed contract ends the look back. The
 * event loop has its turn in between.
 */
export async function uncoveredSince({
  shares,
  shorts,
  events,
  openedAt,
}: Pick<CycleWithHistory, "shares" | "shorts" | "events" | "openedAt">): Promise<Date> {
  const calls = shorts.filter(({ option }) => option.right === "call");
  let free = calls.reduce(
    (left, { option, quantity }) =>
      left.minus(new Decimal(quantity).abs().times(option.sharesPerContract ?? option.multiplier)),
    new Decimal(shares),
  );
  for (const [index, event] of events.toReversed().entries()) {
    if (event.kind === "split" || event.kind === "contract_changed") {
      return new Date(event.at);
    }
    const change = changeOf(event);
    free = free.minus(change.shares).plus(change.behindCalls);
    if (free.lte(0)) {
      return new Date(event.at);
    }
    if (index % EVENTS_IN_A_TURN === EVENTS_IN_A_TURN - 1) {
      await breathe();
    }
  }
  return new Date(openedAt);
}

/** What an event changed. Quantities of options are contracts, those of shares are shares. */
function changeOf({ kind, quantity, option }: CycleEvent): Change {
  const amount = new Decimal(quantity).abs();
  const delivered = amount.times(option?.sharesPerContract ?? option?.multiplier ?? 1);
  const behindCalls = option?.right === "call" ? delivered : ZERO;
  switch (kind) {
    case "assigned":
      return { shares: delivered, behindCalls: ZERO };
    case "called_away":
      return { shares: delivered.negated(), behindCalls: delivered.negated() };
    case "call_sold":
      return { shares: ZERO, behindCalls };
    case "bought_back":
    case "expired":
      return { shares: ZERO, behindCalls: behindCalls.negated() };
    case "shares_bought":
    case "shares_taken_in":
      return { shares: amount, behindCalls: ZERO };
    case "shares_sold":
      return { shares: amount.negated(), behindCalls: ZERO };
    default:
      return { shares: ZERO, behindCalls: ZERO };
  }
}
