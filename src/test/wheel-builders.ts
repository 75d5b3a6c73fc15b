import type { OptionTerms } from "@/shared/schemas/trading";
import type { BesideWheel, CycleEvent, CycleWithHistory, OpenShort } from "@/shared/schemas/wheel";

/** A standard put on AAPL at 150 that expires on 20 March 2026. */
export function optionTerms(changes: Partial<OptionTerms> = {}): OptionTerms {
  return {
    contractId: "contract-1",
    underlying: "AAPL",
    right: "put",
    strike: "150",
    expiration: "2026-03-20",
    multiplier: "100",
    sharesPerContract: "100",
    settlement: "physical",
    adjusted: false,
    ...changes,
  };
}

/** One contract sold for 2 a share, worth 1 now, well out of the money. */
export function openShort(changes: Partial<OpenShort> = {}): OpenShort {
  return {
    option: optionTerms(),
    quantity: "-1",
    openedAt: "2026-02-20T15:00:00.000Z",
    premiumPerShare: "2",
    premium: "200",
    mark: "1",
    daysToExpiration: 18,
    distanceToStrike: "20",
    distancePercent: "11.76",
    profitShare: "0.5",
    timeShare: "0.36",
    yieldAtOpening: "17.38",
    openProfit: "100",
    collateral: "15000",
    risk: { level: "low", evidence: [] },
    ...changes,
  };
}

/** A line of a cycle's history: the put of {@link openShort} sold, with a fee of 0.04. */
export function cycleEvent(changes: Partial<CycleEvent> = {}): CycleEvent {
  return {
    eventId: "event-1",
    at: "2026-02-20T15:00:00.000Z",
    kind: "put_sold",
    option: optionTerms(),
    quantity: "1",
    price: "2",
    cash: "199.96",
    early: false,
    realised: "0",
    collateralAfter: { puts: "15000", shares: "0" },
    ...changes,
  };
}

/** An open cycle with one cash-secured put. */
export function wheelCycle(changes: Partial<CycleWithHistory> = {}): CycleWithHistory {
  return {
    cycleId: "cycle-1",
    connectionId: "c-1",
    broker: "robinhood",
    label: "Main",
    accountId: "a-1",
    maskedNumber: "••••1234",
    underlying: "AAPL",
    state: "cash_secured_put",
    openedAt: "2026-02-20T15:00:00.000Z",
    closedAt: null,
    ending: null,
    shares: "0",
    shareCost: "0",
    shorts: [openShort()],
    premium: {
      collected: "200",
      paidToClose: "0",
      fees: "0.04",
      net: "199.96",
      realised: "0",
      open: "199.96",
    },
    dividends: "0",
    shareProfit: "0",
    realisedProfit: "0",
    openProfit: "100",
    sharePrice: "170",
    taxBasis: null,
    effectiveBasis: null,
    breakEven: "148.0004",
    collateral: "15000",
    annualised: { onCollateral: null, tooEarly: false, days: 10, averageCollateral: "15000" },
    chains: [],
    suggestedRolls: [],
    blocked: [],
    events: [cycleEvent()],
    ...changes,
  };
}

/** A long call that belongs to no wheel. */
export function besideWheel(changes: Partial<BesideWheel> = {}): BesideWheel {
  return {
    connectionId: "c-1",
    broker: "robinhood",
    label: "Main",
    accountId: "a-1",
    maskedNumber: "••••1234",
    underlying: "AAPL",
    option: optionTerms({ contractId: "contract-9", right: "call", strike: "200" }),
    quantity: "3",
    reason: "long_option",
    ...changes,
  };
}
