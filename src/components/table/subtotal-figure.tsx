"use client";

import type { Subtotal } from "@/components/table/subtotal";
import { Money } from "@/components/ui/money";
import { useTooltipsShown } from "@/components/ui/tooltip-visibility";

interface SubtotalFigureProps {
  total: Subtotal;
  change: boolean;
}

/** A sum, with a mark and words when it rests on old figures or leaves some out. */
export function SubtotalFigure({ total, change }: SubtotalFigureProps) {
  const tooltips = useTooltipsShown();
  const said = [
    total.staleRows > 0 ? `${total.staleRows} of ${total.rows} stale` : null,
    total.unknownRows > 0 ? `${total.unknownRows} of ${total.rows} not known` : null,
  ].filter((text) => text !== null);
  return (
    <span
      className="inline-flex items-baseline justify-end gap-1 whitespace-nowrap"
      title={tooltips ? said.join(", ") : undefined}
    >
      {said.length > 0 && (
        <>
          <span aria-hidden className="text-warn">
            ≈
          </span>
          <span className="sr-only">{said.join(", ")}:</span>
        </>
      )}
      <Money value={total.sum} change={change} />
    </span>
  );
}
