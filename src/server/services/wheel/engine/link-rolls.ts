import { Amount, asText, partOf, sumOf } from "@/server/services/wheel/engine/amount";
import { groupBy } from "@/server/services/wheel/engine/group-by";
import { matchRolls, type RollPair } from "@/server/services/wheel/engine/match-rolls";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";
import { daysBetween } from "@/shared/new-york-time";
import type { Roll, RollChain } from "@/shared/schemas/wheel";

interface LinkedRoll {
  readonly roll: Roll;
  readonly netCredit: Amount;
  readonly strikeMoved: Amount;
}

/** Gives every cycle its roll chains and the pairs for the person to decide. Changes nothing else of it. */
export async function linkRolls(
  book: UnderlyingBook,
  decisions: ReadonlyMap<string, boolean>,
): Promise<void> {
  const pairs = await matchRolls(book.closings, book.openings, decisions);
  const byCycle = await groupBy(inTime(pairs), ({ opened }) => opened.cycle);
  for (const [cycle, ofCycle] of byCycle) {
    cycle.chains = chainsOf(
      ofCycle.filter(({ joined }) => joined),
      book.replaced,
    );
    cycle.suggestedRolls = ofCycle.filter(({ joined }) => !joined).map((pair) => linkedRoll(pair).roll);
  }
}

const timeOf = ({ closed, opened }: RollPair): number => Math.max(closed.at, opened.at);

const inTime = (pairs: readonly RollPair[]): RollPair[] =>
  [...pairs].sort((one, other) => timeOf(one) - timeOf(other) || (one.rollId < other.rollId ? -1 : 1));

/** Rows of rolls where one's `to` is the next one's `from`, also when a corporate action changed it in between. */
function chainsOf(pairs: readonly RollPair[], replaced: ReadonlyMap<string, string>): RollChain[] {
  const chains: LinkedRoll[][] = [];
  const ends = new Map<string, LinkedRoll[]>();
  for (const pair of pairs) {
    const from = latestId(pair.closed.option.contractId, replaced);
    const to = latestId(pair.opened.option.contractId, replaced);
    const linked = linkedRoll(pair);
    const chain = ends.get(from);
    ends.delete(from);
    if (chain === undefined) {
      const begun = [linked];
      chains.push(begun);
      ends.set(to, begun);
    } else {
      chain.push(linked);
      ends.set(to, chain);
    }
  }
  return chains.map((rolls) => ({
    rolls: rolls.map(({ roll }) => roll),
    netCredit: asText(sumOf(rolls.map(({ netCredit }) => netCredit))),
    daysAdded: rolls.reduce((days, { roll }) => days + roll.daysAdded, 0),
    strikeMoved: asText(sumOf(rolls.map(({ strikeMoved }) => strikeMoved))),
  }));
}

function latestId(contractId: string, replaced: ReadonlyMap<string, string>): string {
  let id = contractId;
  const seen = new Set<string>();
  for (let next = replaced.get(id); next !== undefined && !seen.has(next); next = replaced.get(id)) {
    seen.add(next);
    id = next;
  }
  return id;
}

function linkedRoll(pair: RollPair): LinkedRoll {
  const { closed, opened, quantity } = pair;
  const received = partOf(opened.value, quantity, opened.quantity);
  const paid = partOf(closed.value, quantity, closed.quantity);
  const netCredit = received.minus(paid);
  const strikeMoved = new Amount(opened.option.strike).minus(closed.option.strike);
  return {
    roll: {
      rollId: pair.rollId,
      from: closed.option,
      to: opened.option,
      quantity: asText(quantity),
      at: new Date(timeOf(pair)).toISOString(),
      netCredit: asText(netCredit),
      daysAdded: daysBetween(closed.option.expiration, opened.option.expiration),
      strikeMoved: asText(strikeMoved),
      confidence: String(pair.confidence),
      evidence: pair.evidence,
      joined: pair.joined,
    },
    netCredit,
    strikeMoved,
  };
}
