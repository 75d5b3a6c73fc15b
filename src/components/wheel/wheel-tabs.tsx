"use client";

import { Tabs } from "radix-ui";
import type { ReactNode } from "react";

interface WheelTab {
  value: string;
  label: string;
  count: number;
  content: ReactNode;
}

/** Parts of the wheel side by side; arrow keys move between their names. */
export function WheelTabs({ tabs }: { tabs: readonly WheelTab[] }) {
  return (
    <Tabs.Root defaultValue={tabs[0]?.value ?? ""} className="flex flex-col gap-4">
      <Tabs.List aria-label="Parts of the wheel" className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ value, label, count }) => (
          <Tabs.Trigger
            key={value}
            value={value}
            className="-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 border-transparent px-3 whitespace-nowrap max-sm:px-1.5 max-sm:text-13 text-ink-soft hover:text-ink data-[state=active]:border-action data-[state=active]:font-medium data-[state=active]:text-ink pointer-coarse:h-11"
          >
            {label}
            <span className="text-12 tabular-nums">{count}</span>
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map(({ value, content }) => (
        <Tabs.Content key={value} value={value}>
          {content}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
