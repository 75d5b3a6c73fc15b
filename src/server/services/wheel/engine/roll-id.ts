import { createHash } from "node:crypto";
import type { RollLeg } from "@/server/services/wheel/engine/roll-evidence";

/** Names the two orders and the two contracts, however they were filled: the same in every rebuild. */
export function rollIdOf(closed: RollLeg, opened: RollLeg): string {
  const names = [closed.orderId, opened.orderId, closed.option.contractId, opened.option.contractId];
  return createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, 32);
}
