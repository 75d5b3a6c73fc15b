import { amount, ZERO } from "@/server/services/wheel/engine/amount";
import { tiedUpBy } from "@/server/services/wheel/engine/collateral";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import { cycleForGap } from "@/server/services/wheel/engine/cycle-life";
import type { AccountLedgers, CycleLedger } from "@/server/services/wheel/engine/ledger";
import { quantityIn, wheelShorts } from "@/server/services/wheel/engine/match-positions";
import { addShort } from "@/server/services/wheel/engine/short-holdings";
import { openBook } from "@/server/services/wheel/engine/underlying-book";
import type { OptionPosition, OptionTerms } from "@/shared/schemas/trading";
import type { Blocked } from "@/shared/schemas/wheel";

type KnownPosition = OptionPosition & { readonly option: OptionTerms };

const UNTOLD = ["premium", "shorts", "realisedProfit", "breakEven", "annualised"] as const;

/**
 * Short options that the broker holds in an account while no event tells of them and no cycle of their underlying is
 * open: a blocked cycle for each underlying, so that they are shown. The premium is what the broker's average says.
 *
 * @param ledgers those of the account whose positions the facts hold
 */
export function unmatchedCycles(ledgers: AccountLedgers, facts: CycleFacts): CycleLedger[] {
  const byUnderlying = new Map<string, KnownPosition[]>();
  for (const position of unmatchedShorts(ledgers, facts)) {
    byUnderlying.set(position.symbol, [...(byUnderlying.get(position.symbol) ?? []), position]);
  }
  return [...byUnderlying].map(([underlying, positions]) => blockedCycle(underlying, positions, facts.now));
}

function unmatchedShorts(ledgers: AccountLedgers, { positions }: CycleFacts): KnownPosition[] {
  const homes = new Map(ledgers.map((ledger) => [ledger.underlying, ledger]));
  return wheelShorts(positions ?? []).filter((position): position is KnownPosition => {
    const home = homes.get(position.symbol);
    const hasCycle = home?.cycles.at(-1)?.closedAt === null;
    const isBeside = home !== undefined && !quantityIn(home, null, position.contractId).isZero();
    return position.option !== null && !hasCycle && !isBeside;
  });
}

function blockedCycle(underlying: string, positions: readonly KnownPosition[], now: Date): CycleLedger {
  const opened = positions.map(({ openedAt }) => (openedAt === null ? now.getTime() : Date.parse(openedAt)));
  const book = openBook(positions[0]?.accountNumber ?? "", underlying, NO_LEGS);
  const key = JSON.stringify(positions.map(({ contractId }) => contractId).sort());
  const cycle = cycleForGap(book, Math.min(...opened), key);
  for (const [index, { option, quantity, averagePrice }] of positions.entries()) {
    const contracts = amount(quantity).abs();
    const premium = contracts.times(averagePrice ?? "0").times(option.multiplier);
    addShort(cycle, {
      option,
      quantity: contracts,
      premium,
      fees: ZERO,
      feesKnown: false,
      openedAt: opened[index] ?? now.getTime(),
      collateralAtOpening: null,
    });
    cycle.collected = cycle.collected.plus(premium);
  }
  cycle.collateral = tiedUpBy(cycle);
  for (const figure of UNTOLD) {
    const row: Blocked = { figure, missing: "opening_trade", eventId: null };
    cycle.blocked.set(`${figure}|${row.missing}`, row);
  }
  return cycle;
}

const NO_LEGS = { opensLong: () => false, closesLong: () => false };
