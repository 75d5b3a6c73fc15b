"use client";

import { useState } from "react";
import { FreezeDialog } from "@/components/tokens/freeze-dialog";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import type { BotFreezeInput, BotFreezeView } from "@/shared/schemas/api-token";

interface FreezeSectionProps {
  freeze: BotFreezeView;
  mayFreezeAll: boolean;
}

/** The switches that keep programs out: one's own, and for an admin everybody's. */
export function FreezeSection({ freeze, mayFreezeAll }: FreezeSectionProps) {
  const [asked, setAsked] = useState<BotFreezeInput["scope"] | null>(null);
  const own = freeze.own === null;
  const all = mayFreezeAll && freeze.install === null;
  return (
    <>
      {(own || all) && (
        <Section
          title="Stop programs"
          description="Every call is refused from the next one on. The tokens stay, and you can let programs in again."
        >
          <div className="flex flex-wrap gap-2">
            {own && <Button onClick={() => setAsked("own")}>Freeze my programs</Button>}
            {all && <Button onClick={() => setAsked("install")}>Freeze everybody's programs</Button>}
          </div>
        </Section>
      )}
      {asked !== null && <FreezeDialog scope={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
