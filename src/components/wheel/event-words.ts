import { contractWords, strikeWords } from "@/components/positions/contract-words";
import { formatMoney } from "@/components/ui/format-money";
import type { CycleEvent } from "@/shared/schemas/wheel";

const KIND_WORDS: Record<CycleEvent["kind"], string> = {
  put_sold: "Put sold",
  call_sold: "Call sold",
  bought_back: "Bought back",
  expired: "Expired",
  assigned: "Assigned",
  called_away: "Called away",
  shares_bought: "Shares bought",
  shares_sold: "Shares sold",
  shares_taken_in: "Shares taken in",
  dividend: "Dividend",
  split: "Split",
  contract_changed: "Contract changed",
};

/** What happened, and that it came before expiration where it did. */
export function eventKindWords({ kind, early }: CycleEvent): string {
  return early ? `${KIND_WORDS[kind]} early` : KIND_WORDS[kind];
}

/** How much of what at which price: `2 × AAPL 150 put 20 Mar 2026 at 2.05`. */
export function eventDetailWords(event: CycleEvent, underlying: string): string {
  const { kind, option, price } = event;
  const count =
    formatMoney(event.quantity.replace("-", ""), event.quantity.includes(".") ? 4 : 0)?.digits ?? "";
  if (kind === "dividend") return price === null ? underlying : `${strikeWords(price)} a share`;
  const at = price === null ? "" : ` at ${strikeWords(price)}`;
  return `${count} × ${option === null ? `${underlying} shares` : contractWords(option)}${at}`;
}
