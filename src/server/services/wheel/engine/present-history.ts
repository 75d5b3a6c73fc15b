import { inTurns } from "@/server/services/in-turns";
import { amount, asText, asTextOrNull, sumOf } from "@/server/services/wheel/engine/amount";
import type { CycleLedger, CycleLine } from "@/server/services/wheel/engine/ledger";
import type { CycleEvent, CycleHistory, RollChain } from "@/shared/schemas/wheel";

const LINES_IN_A_TURN = 512;

/** How many of the latest lines and rolls are wanted. */
interface HistoryLimit {
  readonly events: number;
  readonly rolls: number;
}

const ALL: HistoryLimit = { events: Number.MAX_SAFE_INTEGER, rolls: Number.MAX_SAFE_INTEGER };

/** What happened in a cycle, the oldest first; of a long history the latest. The event loop has its turn in between. */
export async function presentHistory(
  { lines, chains, suggestedRolls }: CycleLedger,
  most: HistoryLimit = ALL,
): Promise<CycleHistory> {
  const events: CycleEvent[] = [];
  for await (const slice of inTurns(lines.slice(-most.events), LINES_IN_A_TURN)) {
    events.push(...slice.map(presentLine));
  }
  return {
    chains: latestChains(chains, most.rolls),
    suggestedRolls: suggestedRolls.slice(-most.rolls),
    events,
  };
}

/** Rolls of a cycle, joined and suggested. */
export function countRolls({ chains, suggestedRolls }: CycleLedger): number {
  return chains.reduce((count, { rolls }) => count + rolls.length, suggestedRolls.length);
}

/** The chains begun last, with so many rolls; of one that is longer its latest rolls, and what they add up to. */
function latestChains(chains: readonly RollChain[], most: number): RollChain[] {
  const latest: RollChain[] = [];
  let left = most;
  for (const chain of chains.toReversed()) {
    if (left === 0) {
      break;
    }
    latest.push(chain.rolls.length > left ? endOfChain(chain, left) : chain);
    left -= Math.min(left, chain.rolls.length);
  }
  return latest.reverse();
}

function endOfChain(chain: RollChain, most: number): RollChain {
  const rolls = chain.rolls.slice(-most);
  return {
    rolls,
    netCredit: asText(sumOf(rolls.map(({ netCredit }) => amount(netCredit)))),
    daysAdded: rolls.reduce((days, roll) => days + roll.daysAdded, 0),
    strikeMoved: asText(sumOf(rolls.map(({ strikeMoved }) => amount(strikeMoved)))),
  };
}

function presentLine(line: CycleLine): CycleEvent {
  return {
    eventId: line.eventId,
    at: new Date(line.at).toISOString(),
    kind: line.kind,
    option: line.option,
    quantity: asText(line.quantity),
    price: asTextOrNull(line.price),
    cash: asText(line.cash),
    early: line.early,
    realised: asText(line.realised),
    collateralAfter: {
      puts: asText(line.collateralAfter.puts),
      shares: asText(line.collateralAfter.shares),
    },
  };
}
