import { inTurns } from "@/server/services/in-turns";
import { applyStep } from "@/server/services/wheel/engine/apply-step";
import { endFlatCycle } from "@/server/services/wheel/engine/cycle-life";
import { type EventGroup, groupEvents } from "@/server/services/wheel/engine/group-events";
import type { AccountLedgers, UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import { linkRolls } from "@/server/services/wheel/engine/link-rolls";
import { readOrderLegs } from "@/server/services/wheel/engine/order-legs";
import { toSteps } from "@/server/services/wheel/engine/to-steps";
import { openBook } from "@/server/services/wheel/engine/underlying-book";
import type { AccountEvent } from "@/shared/schemas/activity";

const STEPS_IN_A_TURN = 128;

/**
 * Rebuilds the wheel from all events of one connection (docs/wheel.md): for each account and underlying its cycles,
 * open and closed, the options beside the wheel and the gaps in the evidence. Neither the order of the events nor
 * how an order was filled changes the result. Gives the event loop its turn every few milliseconds. Never throws
 * for events that do not fit together.
 *
 * @param decisions the person's word on pairs that may be rolls, by roll id: true joins, false cuts
 */
export async function buildCycles(
  events: readonly AccountEvent[],
  decisions: ReadonlyMap<string, boolean>,
): Promise<AccountLedgers> {
  const ledgers: UnderlyingLedger[] = [];
  for (const group of await groupEvents(events)) {
    ledgers.push(await buildLedger(group, decisions));
  }
  return ledgers;
}

async function buildLedger(
  group: EventGroup,
  decisions: ReadonlyMap<string, boolean>,
): Promise<UnderlyingLedger> {
  const book = openBook(group.accountNumber, group.underlying, await readOrderLegs(group.events));
  for await (const slice of inTurns(await toSteps(group.events), STEPS_IN_A_TURN)) {
    for (const step of slice) {
      applyStep(book, step);
    }
  }
  endFlatCycle(book);
  await linkRolls(book, decisions);
  return book.ledger;
}
