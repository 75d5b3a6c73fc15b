import { asText } from "@/server/services/wheel/engine/amount";
import type { CycleSubject } from "@/server/services/wheel/engine/cycle-facts";
import type { UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import type { BesideWheel } from "@/shared/schemas/wheel";

/** The open options of one account and underlying that are no part of a wheel, and why. */
export function presentBeside(
  { beside, underlying }: UnderlyingLedger,
  subject: CycleSubject,
): BesideWheel[] {
  return [...beside.values()].map(({ option, quantity, reason }) => ({
    ...subject,
    underlying,
    option,
    quantity: asText(quantity),
    reason,
  }));
}
