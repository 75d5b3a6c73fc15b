import { Amount, amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { changeBeside, takeBeside } from "@/server/services/wheel/engine/beside-options";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { openCycle } from "@/server/services/wheel/engine/cycle-life";
import type { CycleLedger, ShortHolding } from "@/server/services/wheel/engine/ledger";
import { addShort, releaseShort } from "@/server/services/wheel/engine/short-holdings";
import type { EventOf } from "@/server/services/wheel/engine/step";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

type ContractChange = EventOf<"contract_change">;

/** Gives contracts the terms that a corporate action made of them: number and terms change, the premium does not. */
export function applyContractChange(book: UnderlyingBook, event: ContractChange, at: number): void {
  const { ledger } = book;
  const { from, to, held, eventId } = event;
  const before = amount(event.oldQuantity);
  const after = amount(event.newQuantity);
  book.replaced.set(from.contractId, to.contractId);

  const cycle = openCycle(book);
  const shorts = held === "short" ? cycle?.shorts.get(from.contractId) : undefined;
  const inCycle = Amount.min(before, shorts?.quantity ?? ZERO);
  const reason = ledger.beside.get(`${from.contractId}|${held}`)?.reason ?? "long_option";
  const beside = takeBeside(ledger, from, held, before.minus(inCycle));
  changeBeside(ledger, to, held, partOf(after, beside, before), reason);
  if (cycle !== null && shorts !== undefined) {
    replaceShort(cycle, shorts, event, at, inCycle);
  }
  if (inCycle.plus(beside).lt(before)) {
    ledger.blocked.push({ figure: "premium", missing: "opening_trade", eventId });
  }
}

function replaceShort(
  cycle: CycleLedger,
  held: ShortHolding,
  { from, to, eventId, oldQuantity, newQuantity }: ContractChange,
  at: number,
  contracts: Amount,
): void {
  const replacement = partOf(amount(newQuantity), contracts, amount(oldQuantity));
  const tiedUp = held.collateralAtOpening;
  const collateralAtOpening = tiedUp === null ? null : partOf(tiedUp, contracts, held.quantity);
  const released = releaseShort(cycle, from.contractId, contracts);
  addShort(cycle, {
    ...released,
    option: to,
    quantity: replacement,
    openedAt: held.openedAt,
    collateralAtOpening,
  });
  recordLine(cycle, {
    eventId,
    at,
    kind: "contract_changed",
    option: to,
    quantity: replacement,
    price: null,
    cash: ZERO,
    early: false,
    realised: ZERO,
  });
}
