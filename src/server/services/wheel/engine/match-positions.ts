import { type Amount, amount, sumOf, ZERO } from "@/server/services/wheel/engine/amount";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import type { CycleLedger, UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import type { OptionPosition, Position } from "@/shared/schemas/trading";
import type { Blocked } from "@/shared/schemas/wheel";

/** Where the positions of the broker and what the events lead to disagree: shares, or short options of the cycle. */
export function positionGaps(cycle: CycleLedger, { positions }: CycleFacts): Blocked[] {
  if (positions === null) {
    return [];
  }
  const { home } = cycle;
  const held = sumOf(positions.filter(isShareOf(home.underlying)).map(({ quantity }) => amount(quantity)));
  const expected = cycle.shares.plus(home.outside.shares);
  const hasOther = [...cycle.shorts.keys()].some(
    (contractId) => !quantityAt(positions, contractId).eq(quantityIn(home, cycle, contractId)),
  );
  const hasMore = wheelShorts(positions).some(
    ({ symbol, contractId }) => symbol === home.underlying && quantityIn(home, cycle, contractId).isZero(),
  );
  return [...(held.eq(expected) ? [] : [gap("shares")]), ...(hasOther || hasMore ? [gap("shorts")] : [])];
}

/** Short options at the broker that could belong to a wheel. */
export function wheelShorts(positions: readonly Position[]): OptionPosition[] {
  return positions
    .filter((position) => position.kind === "option")
    .filter(({ quantity }) => amount(quantity).lt(ZERO))
    .filter(({ option }) => option === null || option.settlement === "physical");
}

/** Contracts that the events lead to, signed. */
export function quantityIn(home: UnderlyingLedger, cycle: CycleLedger | null, contractId: string): Amount {
  const short = cycle?.shorts.get(contractId)?.quantity ?? ZERO;
  const beside = [...home.beside.values()].filter(({ option }) => option.contractId === contractId);
  return sumOf(beside.map(({ quantity }) => quantity)).minus(short);
}

function quantityAt(positions: readonly Position[], contractId: string): Amount {
  const rows = positions.filter((each) => each.kind === "option" && each.contractId === contractId);
  return sumOf(rows.map(({ quantity }) => amount(quantity)));
}

const isShareOf =
  (underlying: string) =>
  ({ kind, symbol }: Position): boolean =>
    kind === "stock" && symbol === underlying;

const gap = (figure: "shares" | "shorts"): Blocked => ({
  figure,
  missing: "matching_position",
  eventId: null,
});
