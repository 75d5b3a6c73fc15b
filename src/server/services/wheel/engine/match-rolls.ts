import { inTurns } from "@/server/services/in-turns";
import { Amount, ZERO } from "@/server/services/wheel/engine/amount";
import { groupBy } from "@/server/services/wheel/engine/group-by";
import { type RollEvidence, type RollLeg, rollEvidence } from "@/server/services/wheel/engine/roll-evidence";
import { rollIdOf } from "@/server/services/wheel/engine/roll-id";
import { sortCooperatively } from "@/server/services/wheel/engine/sort-cooperatively";
import { newYorkDay } from "@/shared/new-york-time";

/** Of a day with more trades than this, only those nearest in time are looked at. */
const NEAREST_OPENINGS = 32;
const LEGS_IN_A_TURN = 128;
const CONFIDENCE: Readonly<Record<RollEvidence, number>> = {
  same_order: 1,
  within_minutes: 0.9,
  same_day: 0.4,
};

/** A short option closed and another opened that may have taken its place. */
export interface RollPair {
  readonly rollId: string;
  readonly closed: RollLeg;
  readonly opened: RollLeg;
  readonly evidence: RollEvidence | "person";
  /** Of one. */
  readonly confidence: number;
  readonly joined: boolean;
  readonly quantity: Amount;
}

type Candidate = Omit<RollPair, "quantity">;

/**
 * Pairs the trades of one account and underlying. Each contract is used once: by the pair that the person joined,
 * then by the one of the highest confidence, then by the nearest in time. Pairs that the person cut use none up.
 */
export async function matchRolls(
  closings: readonly RollLeg[],
  openings: readonly RollLeg[],
  decisions: ReadonlyMap<string, boolean>,
): Promise<RollPair[]> {
  const pairs: RollPair[] = [];
  const left = new Map<RollLeg, Amount>();
  const leftOf = (leg: RollLeg) => left.get(leg) ?? leg.quantity;
  const sorted = await sortCooperatively(await candidates(closings, openings, decisions), compare);
  for await (const slice of inTurns(sorted, LEGS_IN_A_TURN)) {
    for (const candidate of slice) {
      const { closed, opened } = candidate;
      const isCut = candidate.evidence === "person" && !candidate.joined;
      const quantity = isCut
        ? Amount.min(closed.quantity, opened.quantity)
        : Amount.min(leftOf(closed), leftOf(opened));
      if (quantity.gt(ZERO)) {
        pairs.push({ ...candidate, quantity });
      }
      if (!isCut) {
        left.set(closed, leftOf(closed).minus(quantity));
        left.set(opened, leftOf(opened).minus(quantity));
      }
    }
  }
  return pairs;
}

async function candidates(
  closings: readonly RollLeg[],
  openings: readonly RollLeg[],
  decisions: ReadonlyMap<string, boolean>,
): Promise<Candidate[]> {
  const byOrder = await groupBy(openings, ({ orderId }) => orderId);
  const byDay = await groupBy(openings, dayOf);
  const found: Candidate[] = [];
  for await (const slice of inTurns(closings, LEGS_IN_A_TURN)) {
    for (const closed of slice) {
      const ofDay = byDay.get(dayOf(closed)) ?? [];
      const near = new Set([...(byOrder.get(closed.orderId) ?? []), ...nearest(ofDay, closed.at)]);
      for (const opened of near) {
        const evidence = rollEvidence(closed, opened);
        if (evidence !== null) {
          found.push(judge(closed, opened, evidence, decisions));
        }
      }
    }
  }
  return found;
}

function judge(
  closed: RollLeg,
  opened: RollLeg,
  evidence: RollEvidence,
  decisions: ReadonlyMap<string, boolean>,
): Candidate {
  const rollId = rollIdOf(closed, opened);
  const decision = decisions.get(rollId);
  if (decision !== undefined) {
    return { rollId, closed, opened, evidence: "person", confidence: decision ? 1 : 0, joined: decision };
  }
  return {
    rollId,
    closed,
    opened,
    evidence,
    confidence: CONFIDENCE[evidence],
    joined: evidence !== "same_day",
  };
}

function compare(one: Candidate, other: Candidate): number {
  return (
    Number(isPersons(other)) - Number(isPersons(one)) ||
    other.confidence - one.confidence ||
    Math.abs(one.closed.at - one.opened.at) - Math.abs(other.closed.at - other.opened.at) ||
    Number(one.rollId > other.rollId) - Number(one.rollId < other.rollId)
  );
}

const isPersons = ({ evidence }: Candidate): boolean => evidence === "person";
const dayOf = (leg: RollLeg): string => newYorkDay(new Date(leg.at));

/** The legs around a time; they come in the order of time. */
function nearest(legs: readonly RollLeg[], at: number): readonly RollLeg[] {
  if (legs.length <= NEAREST_OPENINGS) {
    return legs;
  }
  let low = 0;
  let high = legs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((legs[middle]?.at ?? 0) < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return legs.slice(Math.max(0, low - NEAREST_OPENINGS / 2), low + NEAREST_OPENINGS / 2);
}
