import type { Amount } from "@/server/services/wheel/engine/amount";
import type { Figure } from "@/server/services/wheel/engine/block-figures";
import { averageCollateral } from "@/server/services/wheel/engine/collateral";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import { cycleState } from "@/server/services/wheel/engine/cycle-state";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { positionGaps } from "@/server/services/wheel/engine/match-positions";
import type { Blocked } from "@/shared/schemas/wheel";

interface AtPrices {
  readonly sharePrice: Amount | null;
  /** Whether each of the open short options has a mark. */
  readonly hasMarks: boolean;
}

type Missing = Blocked["missing"];

/** All figures of the cycle that can't be told, by what its events lack and by what is missing now. */
export function blockedFigures(cycle: CycleLedger, facts: CycleFacts, atPrices: AtPrices): Blocked[] {
  const ofEvents = [...cycle.blocked.values()].filter(({ figure }) => applies(cycle, figure));
  const tiesUpNothing = averageCollateral(cycle, facts.now.getTime())?.isZero() ?? false;
  if (cycle.closedAt !== null) {
    return [...ofEvents, ...(tiesUpNothing ? gaps("collateral", "annualised") : [])];
  }
  return [
    ...ofEvents,
    ...termGaps(cycle),
    ...priceGaps(cycle, atPrices),
    ...(cycleState(cycle) === "naked_call" ? gaps("collateral", "collateral", "annualised") : []),
    ...positionGaps(cycle, facts),
  ];
}

/** A basis is a figure of shares, and a break-even one of shares or puts. */
function applies({ shares, collateral, sharesUnknown }: CycleLedger, figure: string): boolean {
  if (sharesUnknown) {
    return true;
  }
  if (figure === "taxBasis" || figure === "effectiveBasis") {
    return !shares.isZero();
  }
  return figure !== "breakEven" || !shares.isZero() || !collateral.puts.isZero();
}

/** Without knowing what a contract delivers, nobody can say what is covered. */
function termGaps({ shorts }: CycleLedger): Blocked[] {
  const unclear = [...shorts.values()].filter(({ option }) => option.sharesPerContract === null);
  if (unclear.length === 0) {
    return [];
  }
  const hasPut = unclear.some(({ option }) => option.right === "put");
  return gaps("contract_terms", "state", ...(hasPut ? (["breakEven"] as const) : []));
}

function priceGaps(cycle: CycleLedger, { sharePrice, hasMarks }: AtPrices): Blocked[] {
  return [
    ...(sharePrice === null && !cycle.shares.isZero() ? gaps("share_price", "openProfit", "annualised") : []),
    ...(hasMarks ? [] : gaps("option_price", "openProfit", "annualised")),
  ];
}

const gaps = (missing: Missing, ...figures: readonly Figure[]): Blocked[] =>
  figures.map((figure) => ({ figure, missing, eventId: null }));
