"use client";

import { FilterButton } from "@/components/audit/filter-button";
import { fromLocalInput, toLocalInput } from "@/components/audit/local-time-input";
import { Button } from "@/components/ui/button";
import { formatExactTime } from "@/components/ui/format-time";
import { Popover } from "@/components/ui/popover";
import { TextField } from "@/components/ui/text-field";

interface TimeFilterProps {
  from: string | null;
  to: string | null;
  onValueChange: (range: { from: string | null; to: string | null }) => void;
}

const HOUR_MS = 3_600_000;
const PRESETS = [
  { label: "Last hour", milliseconds: HOUR_MS },
  { label: "Last 24 hours", milliseconds: 24 * HOUR_MS },
  { label: "Last 7 days", milliseconds: 168 * HOUR_MS },
] as const;

function chosenText(from: string | null, to: string | null): string | null {
  if (from === null && to === null) return null;
  if (to === null) return `since ${formatExactTime(from ?? "")}`;
  return from === null ? `until ${formatExactTime(to)}` : `${formatExactTime(from)} – ${formatExactTime(to)}`;
}

/** From when to when; in the reader's own zone on the page, in UTC in the address. */
export function TimeFilter({ from, to, onValueChange }: TimeFilterProps) {
  return (
    <Popover label="Time" trigger={<FilterButton name="Time" chosen={chosenText(from, to)} />}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-2">
          {PRESETS.map((preset) => (
            <Button
              key={preset.label}
              size="small"
              onClick={() =>
                onValueChange({ from: new Date(Date.now() - preset.milliseconds).toISOString(), to: null })
              }
            >
              {preset.label}
            </Button>
          ))}
          <Button tone="quiet" size="small" onClick={() => onValueChange({ from: null, to: null })}>
            Any time
          </Button>
        </div>
        <TextField
          label="From"
          type="datetime-local"
          value={toLocalInput(from)}
          onValueChange={(text) => onValueChange({ from: fromLocalInput(text), to })}
        />
        <TextField
          label="To"
          type="datetime-local"
          value={toLocalInput(to)}
          onValueChange={(text) => onValueChange({ from, to: fromLocalInput(text) })}
        />
      </div>
    </Popover>
  );
}
