"use client";

import { HIDDEN_AMOUNT } from "@/components/privacy/privacy";
import { usePrivacy } from "@/components/privacy/privacy-provider";
import { Decimals } from "@/components/ui/decimals";

interface MoneyProps {
  /** A decimal string; null when the broker gives no value. */
  value: string | null;
  decimals?: number;
  /** Shows gain and loss: a sign always, and colour beside it. */
  change?: boolean;
  /** Says the currency for screen readers where only a header shows it. */
  currency?: string;
  className?: string;
}

/**
 * An amount of the person's money: value, cost, average price, profit, premium. Dots while amounts are hidden.
 * What the market says (quotes, strikes) and quantities are `<Decimals>`, which are never hidden.
 */
export function Money(props: MoneyProps) {
  const { hidden } = usePrivacy();
  if (!hidden || props.value === null) return <Decimals {...props} />;
  return (
    <span className={props.className}>
      <span aria-hidden>{HIDDEN_AMOUNT}</span>
      <span className="sr-only">hidden</span>
    </span>
  );
}
