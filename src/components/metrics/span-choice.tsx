"use client";

import { Button } from "@/components/ui/button";
import type { MetricSpan } from "@/shared/schemas/metrics";

const SPANS: readonly { span: MetricSpan; label: string }[] = [
  { span: "hour", label: "Hour" },
  { span: "day", label: "Day" },
  { span: "week", label: "Week" },
  { span: "month", label: "Month" },
];

interface SpanChoiceProps {
  chosen: MetricSpan;
  onChoose: (span: MetricSpan) => void;
}

/** How far back the plots go. */
export function SpanChoice({ chosen, onChoose }: SpanChoiceProps) {
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Time shown</legend>
      {SPANS.map(({ span, label }) => (
        <Button
          key={span}
          tone={span === chosen ? "chosen" : "secondary"}
          aria-pressed={span === chosen}
          onClick={() => onChoose(span)}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}
