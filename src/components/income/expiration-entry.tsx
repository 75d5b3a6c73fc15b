import Link from "next/link";
import { strikeWords } from "@/components/positions/contract-words";
import { Decimals } from "@/components/ui/decimals";
import { cyclePath } from "@/components/wheel/cycle-path";
import type { CalendarEntry } from "@/shared/schemas/income";

interface ExpirationEntryProps {
  entry: CalendarEntry;
  /** With the account, where there is room. */
  full?: boolean;
}

/** One contract in the calendar; leads to its cycle where it has one. */
export function ExpirationEntry({ entry, full = false }: ExpirationEntryProps) {
  const { option, quantity, cycleId } = entry;
  const words = (
    <>
      <Decimals value={quantity} decimals={0} /> {option.underlying} {strikeWords(option.strike)}{" "}
      {full ? option.right : option.right === "put" ? "P" : "C"}
      <span className={full ? "text-ink-soft" : "sr-only"}>
        {" "}
        {entry.label} {entry.maskedNumber}
      </span>
    </>
  );
  if (cycleId === null) return <span className="block truncate">{words}</span>;
  return (
    <Link href={cyclePath(cycleId)} className="block truncate rounded-sm font-medium hover:underline">
      {words}
    </Link>
  );
}
