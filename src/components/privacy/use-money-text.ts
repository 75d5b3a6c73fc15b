"use client";

import { useCallback } from "react";
import { HIDDEN_AMOUNT } from "@/components/privacy/privacy";
import { usePrivacy } from "@/components/privacy/privacy-provider";
import { formatMoney } from "@/components/ui/format-money";

interface MoneyTextOptions {
  decimals?: number;
  /** A sign always. */
  change?: boolean;
}

/**
 * Gives the function that writes an amount where `<Money>` can't stand: titles, names for screen readers, marks
 * of a plot. Dots while amounts are hidden, a dash for what is not known.
 */
export function useMoneyText(): (value: string | null, options?: MoneyTextOptions) => string {
  const { hidden } = usePrivacy();
  return useCallback(
    (value, { decimals = 2, change = false } = {}) => {
      const text = value === null ? null : formatMoney(value, decimals, change);
      if (text === null) return "—";
      return hidden ? HIDDEN_AMOUNT : `${text.sign}${text.digits}`;
    },
    [hidden],
  );
}
