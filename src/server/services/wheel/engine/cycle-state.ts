import type { Amount } from "@/server/services/wheel/engine/amount";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import type { CycleState } from "@/shared/schemas/wheel";

/** The state by the shares held and the shares that short calls and short puts would move. */
export function cycleState(cycle: CycleLedger): CycleState {
  if (cycle.closedAt !== null) {
    return "closed";
  }
  const calls = cycle.behindCalls;
  const hasPuts = cycle.behindPuts.gt(0);
  if (calls.gt(cycle.shares)) {
    return "naked_call";
  }
  if (calls.isZero()) {
    return cycle.shares.isZero() && hasPuts ? "cash_secured_put" : "uncovered";
  }
  return stateWithCalls(calls, cycle.shares, hasPuts);
}

function stateWithCalls(calls: Amount, shares: Amount, hasPuts: boolean): CycleState {
  if (calls.lt(shares)) {
    return "partly_covered";
  }
  return hasPuts ? "covered_strangle" : "covered";
}
