import { breathe } from "@/server/services/breathe";
import { presentHistory } from "@/server/services/wheel/engine/present-history";
import type { ConnectionWheel } from "@/server/services/wheel/read-wheel";
import type { CycleWithHistory, WheelCycle } from "@/shared/schemas/wheel";

const LINES_IN_A_TURN = 512;

/** The cycles that are wanted, each with all that happened in it; the event loop has its turn in between. */
export async function withHistory(
  wheels: readonly ConnectionWheel[],
  isWanted: (cycle: WheelCycle) => boolean,
): Promise<CycleWithHistory[]> {
  const found: CycleWithHistory[] = [];
  let lines = 0;
  for (const { cycles, ledgers } of wheels) {
    for (const cycle of cycles) {
      const ledger = ledgers.get(cycle.cycleId);
      if (ledger !== undefined && isWanted(cycle)) {
        found.push({ ...cycle, ...(await presentHistory(ledger)) });
        lines += ledger.lines.length;
      }
      if (lines >= LINES_IN_A_TURN) {
        lines = 0;
        await breathe();
      }
    }
  }
  return found;
}
