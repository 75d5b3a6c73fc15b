"use client";

import { Search } from "lucide-react";
import type { SettingFilter } from "@/components/settings/search-settings";
import { Button } from "@/components/ui/button";
import { INPUT_CLASSES } from "@/components/ui/field-frame";
import { Kbd } from "@/components/ui/kbd";

interface SettingSearchBarProps {
  text: string;
  onTextChange: (text: string) => void;
  filter: SettingFilter;
  onFilterChange: (filter: SettingFilter) => void;
  /** How many settings each filter leaves. */
  counts: Readonly<Record<SettingFilter, number>>;
}

const FILTERS: readonly { value: SettingFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "changed", label: "Changed" },
  { value: "environment", label: "Set by the environment" },
  { value: "edited", label: "Not saved" },
];

/** Search in names, labels, help and keys, and what to keep to. */
export function SettingSearchBar(props: SettingSearchBarProps) {
  const { text, onTextChange, filter, onFilterChange, counts } = props;
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-56 flex-1 basis-full sm:basis-0">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-soft"
        />
        <input
          type="search"
          data-page-search
          aria-label="Search name, help, variable and key"
          aria-keyshortcuts="/"
          placeholder="Search name, help, variable, key"
          maxLength={100}
          value={text}
          onChange={(event) => onTextChange(event.target.value)}
          className={`${INPUT_CLASSES} peer pl-8 pr-9`}
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 peer-focus:hidden peer-[:not(:placeholder-shown)]:hidden pointer-coarse:hidden"
        >
          <Kbd>/</Kbd>
        </span>
      </div>
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Show</legend>
        {FILTERS.filter(({ value }) => value !== "edited" || counts.edited > 0 || filter === "edited").map(
          ({ value, label }) => (
            <Button
              key={value}
              tone={filter === value ? "chosen" : "quiet"}
              aria-pressed={filter === value}
              onClick={() => onFilterChange(value)}
            >
              {label} <span className="text-13 text-ink-soft tabular-nums">{counts[value]}</span>
            </Button>
          ),
        )}
      </fieldset>
    </search>
  );
}
