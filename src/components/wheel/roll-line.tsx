"use client";

import { ArrowRight, Link2, Scissors, Undo2 } from "lucide-react";
import { dayWords, strikeWords } from "@/components/positions/contract-words";
import { Button } from "@/components/ui/button";
import { Money } from "@/components/ui/money";
import { confidenceWords, signedDays, signedStrike } from "@/components/wheel/roll-words";
import { newYorkDay } from "@/shared/new-york-time";
import type { OptionTerms } from "@/shared/schemas/trading";
import type { Roll } from "@/shared/schemas/wheel";

interface RollLineProps {
  roll: Roll;
  busy: boolean;
  onDecide: (word: "joined" | "cut" | null) => void;
}

/** One roll: from which contract to which, what it brought, how sure it is, and the person's word on it. */
export function RollLine({ roll, busy, onDecide }: RollLineProps) {
  const { from, to, at, joined } = roll;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5 text-13 hover:bg-sunken/60">
      <span className="w-24 shrink-0 text-ink-soft">{dayWords(newYorkDay(new Date(at)))}</span>
      <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
        {roll.quantity} × {words(from)}
        <ArrowRight aria-label="to" className="size-3.5 text-ink-soft" />
        {words(to)}
      </span>
      <span className="text-ink-soft">
        net <Money value={roll.netCredit} change />, {signedDays(roll.daysAdded)}, strike{" "}
        {signedStrike(roll.strikeMoved)}
      </span>
      <span className="ml-auto inline-flex items-center gap-2">
        <span className="text-ink-soft">{confidenceWords(roll)}</span>
        {roll.evidence === "person" && (
          <Button
            size="small"
            tone="quiet"
            busy={busy}
            icon={<Undo2 aria-hidden className="size-3.5" />}
            onClick={() => onDecide(null)}
          >
            Take my word back
          </Button>
        )}
        {joined ? (
          <Button
            size="small"
            busy={busy}
            icon={<Scissors aria-hidden className="size-3.5" />}
            onClick={() => onDecide("cut")}
          >
            Cut
          </Button>
        ) : (
          <Button
            size="small"
            busy={busy}
            icon={<Link2 aria-hidden className="size-3.5" />}
            onClick={() => onDecide("joined")}
          >
            Join
          </Button>
        )}
      </span>
    </li>
  );
}

const words = ({ strike, right, expiration }: OptionTerms): string =>
  `${strikeWords(strike)} ${right} ${dayWords(expiration)}`;
