import { inTurns } from "@/server/services/in-turns";
import { Amount, asText, partOf, sumOf } from "@/server/services/wheel/engine/amount";
import { groupBy } from "@/server/services/wheel/engine/group-by";
import { matchRolls, type RollPair } from "@/server/services/wheel/engine/match-rolls";
import { sortCooperatively } from "@/server/services/wheel/engine/sort-cooperatively";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";
import { daysBetween } from "@/shared/new-york-time";
import type { Roll, RollChain } from "@/shared/schemas/wheel";

const PAIRS_IN_A_TURN = 128;

interface LinkedRoll {
  readonly pair: RollPair;
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
  const linked: LinkedRoll[] = [];
  for await (const slice of inTurns(await sortCooperatively(pairs, compareTimes), PAIRS_IN_A_TURN)) {
    linked.push(...slice.map(linkedRoll));
  }
  for (const [cycle, ofCycle] of await groupBy(linked, ({ pair }) => pair.opened.cycle)) {
    cycle.chains = await chainsOf(
      ofCycle.filter(({ pair }) => pair.joined),
      book.replaced,
    );
    cycle.suggestedRolls = ofCycle.filter(({ pair }) => !pair.joined).map(({ roll }) => roll);
  }
}

const timeOf = ({ closed, opened }: RollPair): number => Math.max(closed.at, opened.at);

const compareTimes = (one: RollPair, other: RollPair): number => timeOf(one) - timeOf(other);

/** Rows of rolls where one's `to` is the next one's `from`, also when a corporate action changed it in between. */
async function chainsOf(
  rolls: readonly LinkedRoll[],
  replaced: ReadonlyMap<string, string>,
): Promise<RollChain[]> {
  const chains: LinkedRoll[][] = [];
  const ends = new Map<string, LinkedRoll[]>();
  for await (const slice of inTurns(rolls, PAIRS_IN_A_TURN)) {
    for (const linked of slice) {
      const from = latestId(linked.roll.from.contractId, replaced);
      const to = latestId(linked.roll.to.contractId, replaced);
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
  }
  const views: RollChain[] = [];
  for await (const slice of inTurns(chains, PAIRS_IN_A_TURN)) {
    views.push(...slice.map(chainOf));
  }
  return views;
}

const chainOf = (rolls: readonly LinkedRoll[]): RollChain => ({
  rolls: rolls.map(({ roll }) => roll),
  netCredit: asText(sumOf(rolls.map(({ netCredit }) => netCredit))),
  daysAdded: rolls.reduce((days, { roll }) => days + roll.daysAdded, 0),
  strikeMoved: asText(sumOf(rolls.map(({ strikeMoved }) => strikeMoved))),
});

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
    pair,
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
