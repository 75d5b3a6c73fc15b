import { inTurns } from "@/server/services/in-turns";
import { joinFills } from "@/server/services/wheel/engine/join-fills";
import { sortCooperatively } from "@/server/services/wheel/engine/sort-cooperatively";
import type { EventOf, Step, UntradedEvent } from "@/server/services/wheel/engine/step";
import { EX_DIVIDEND_RANK, rankOfEvent, rankOfTrade } from "@/server/services/wheel/engine/step-rank";
import { newYorkTime } from "@/shared/new-york-time";
import type { AccountEvent } from "@/shared/schemas/activity";

const EVENTS_IN_A_TURN = 512;

/** The steps of one account and underlying, in the one order that every listing of the same events leads to. */
export async function toSteps(events: readonly AccountEvent[]): Promise<Step[]> {
  const fills: (EventOf<"stock_trade"> | EventOf<"option_trade">)[] = [];
  const steps: Step[] = [];
  for await (const slice of inTurns(events.filter(isSomething), EVENTS_IN_A_TURN)) {
    for (const event of slice) {
      if (event.kind === "stock_trade" || event.kind === "option_trade") {
        fills.push(event);
      } else {
        steps.push(...stepsOfEvent(event));
      }
    }
  }
  for await (const slice of inTurns(await joinFills(fills), EVENTS_IN_A_TURN)) {
    for (const { key, trade } of slice) {
      steps.push({ kind: "trade", at: trade.at, rank: rankOfTrade(trade), key, trade });
    }
  }
  return sortCooperatively(steps, compareSteps);
}

/** Brokers list cancelled fills with a quantity of nothing. */
function isSomething(event: AccountEvent): boolean {
  const quantity =
    event.kind === "contract_change" ? event.oldQuantity : "quantity" in event ? event.quantity : "1";
  return Number(quantity) > 0;
}

function stepsOfEvent(event: UntradedEvent): Step[] {
  const step: Step = {
    kind: "event",
    at: Date.parse(event.at),
    rank: rankOfEvent(event),
    key: event.eventId,
    event,
  };
  if (event.kind !== "dividend") {
    return [step];
  }
  if (!event.paid) {
    return [];
  }
  if (event.exDate === null) {
    return [step];
  }
  const at = Math.min(newYorkTime(event.exDate, 0).getTime(), step.at);
  return [{ kind: "ex_dividend", at, rank: EX_DIVIDEND_RANK, key: event.eventId, event }, step];
}

function compareSteps(one: Step, other: Step): number {
  return (
    one.at - other.at || one.rank - other.rank || Number(one.key > other.key) - Number(one.key < other.key)
  );
}
