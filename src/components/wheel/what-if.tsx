"use client";

import { useState } from "react";
import { Section } from "@/components/ui/section";
import { OutcomePanel } from "@/components/wheel/outcome-panel";
import { PayoffFigure } from "@/components/wheel/payoff-figure";
import { payoffRange } from "@/components/wheel/payoff-range";
import { RollForm } from "@/components/wheel/roll-form";
import type { WheelCycle } from "@/shared/schemas/wheel";
import { payoffOf } from "@/shared/wheel/payoff";
import type { RollEffect } from "@/shared/wheel/roll-effect";
import { bookOf } from "@/shared/wheel/wheel-book";

/** The payoff of a cycle, what happens at a price of one's choice, and what a roll would change. */
export function WhatIf({ cycle, today }: { cycle: WheelCycle; today: string }) {
  const found = bookOf(cycle);
  const [price, setPrice] = useState(cycle.sharePrice ?? "");
  const [effect, setEffect] = useState<RollEffect | null>(null);
  const book = "book" in found ? found.book : null;
  const range = book === null ? null : payoffRange([payoffOf([book])], [cycle.sharePrice]);
  const chosen = /^\d{1,7}(\.\d{1,4})?$/.test(price) ? price : null;
  return (
    <div className="grid items-start gap-4 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <PayoffFigure
        title="Payoff at expiry"
        description="All short options at one share price. Arithmetic on the figures above. No order is sent."
        cycles={[cycle]}
        rolled={effect?.book ?? null}
        chosen={chosen}
      />
      {book !== null && range !== null && (
        <Section title="What if" description="Arithmetic on the figures above. No order is sent.">
          <OutcomePanel
            book={book}
            rolled={effect?.book ?? null}
            range={range}
            price={price}
            chosen={chosen}
            onPrice={setPrice}
          />
        </Section>
      )}
      {book !== null && cycle.shorts.length > 0 && (
        <div className="lg:col-span-2">
          <Section
            title="Roll a short option"
            description="Arithmetic on the figures above. No order is sent."
          >
            <RollForm cycle={cycle} book={book} today={today} effect={effect} onEffect={setEffect} />
          </Section>
        </div>
      )}
    </div>
  );
}
