import { classNames } from "@/components/ui/class-names";
import { formatMoney } from "@/components/ui/format-money";

interface DecimalsProps {
  /** A decimal string; null when the broker gives no value. */
  value: string | null;
  decimals?: number;
  /** Shows gain and loss: a sign always, and colour beside it. */
  change?: boolean;
  /** Said to screen readers after the number. */
  currency?: string;
  className?: string;
}

/** A number with grouped digits and a true minus sign. What is not known is a dash, never a zero. */
export function Decimals({ value, decimals = 2, change = false, currency, className }: DecimalsProps) {
  const text = value === null ? null : formatMoney(value, decimals, change);
  if (text === null) {
    return (
      <span className={classNames("text-ink-soft", className)}>
        <span aria-hidden>—</span>
        <span className="sr-only">not given by the broker</span>
      </span>
    );
  }
  const tone = !change || text.sign === "" ? undefined : text.sign === "−" ? "text-bad" : "text-ok";
  return (
    <span className={classNames("whitespace-nowrap tabular-nums", tone, className)}>
      {text.sign}
      {text.digits}
      {currency !== undefined && <span className="sr-only"> {currency}</span>}
    </span>
  );
}
