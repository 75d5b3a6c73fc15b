import { applyContractChange } from "@/server/services/wheel/engine/apply-contract-change";
import { applyDividend, noteDividendHolder } from "@/server/services/wheel/engine/apply-dividend";
import { applyOptionEnd } from "@/server/services/wheel/engine/apply-option-end";
import { applyOptionTrade } from "@/server/services/wheel/engine/apply-option-trade";
import { applySplit } from "@/server/services/wheel/engine/apply-split";
import { weighCollateral } from "@/server/services/wheel/engine/collateral";
import { buyShares, sellShares } from "@/server/services/wheel/engine/move-shares";
import type { ShareTrade, Step, UntradedEvent } from "@/server/services/wheel/engine/step";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

/** Takes one step into the books; the steps come in their order. */
export function applyStep(book: UnderlyingBook, step: Step): void {
  if (book.current !== null) {
    weighCollateral(book.current, step.at);
  }
  if (step.kind === "ex_dividend") {
    noteDividendHolder(book, step.event);
  } else if (step.kind === "event") {
    applyEvent(book, step.event, step.at);
  } else if (step.trade.option === null) {
    applyShareTrade(book, step.trade);
  } else {
    applyOptionTrade(book, step.trade, step.key);
  }
}

function applyShareTrade(book: UnderlyingBook, trade: ShareTrade): void {
  const move = { ...trade, shares: trade.quantity };
  (trade.side === "buy" ? buyShares : sellShares)(book, move);
}

function applyEvent(book: UnderlyingBook, event: UntradedEvent, at: number): void {
  switch (event.kind) {
    case "option_expiration":
    case "option_assignment":
    case "option_exercise":
    case "option_cash_settlement":
      applyOptionEnd(book, event, at);
      return;
    case "split":
      applySplit(book, event, at);
      return;
    case "contract_change":
      applyContractChange(book, event, at);
      return;
    case "dividend":
      applyDividend(book, event, at);
      return;
  }
}
