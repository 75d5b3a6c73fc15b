"use client";

import { Search, X } from "lucide-react";
import { type AuditFilters, countFilters, NO_FILTERS } from "@/components/audit/audit-filters";
import { OUTCOME_LOOKS, SEVERITY_LOOKS } from "@/components/audit/audit-looks";
import { Checklist } from "@/components/audit/checklist";
import { EVENT_TYPE_GROUPS } from "@/components/audit/event-type-groups";
import { FilterButton } from "@/components/audit/filter-button";
import { TimeFilter } from "@/components/audit/time-filter";
import { Button } from "@/components/ui/button";
import { INPUT_CLASSES } from "@/components/ui/field-frame";
import { Kbd } from "@/components/ui/kbd";
import { Popover } from "@/components/ui/popover";
import { TextField } from "@/components/ui/text-field";
import { useEarlyText } from "@/components/ui/use-early-text";
import { AUDIT_EVENTS, AUDIT_OUTCOMES, AUDIT_SEVERITIES } from "@/shared/audit-events";

const SEVERITIES = AUDIT_SEVERITIES.map((value) => ({ value, label: SEVERITY_LOOKS[value].word }));
const OUTCOMES = AUDIT_OUTCOMES.map((value) => ({ value, label: OUTCOME_LOOKS[value].word }));

interface AuditFilterBarProps {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}

function listText(words: readonly string[]): string | null {
  const [first] = words;
  if (first === undefined) return null;
  return words.length <= 2 ? words.join(", ") : `${first} and ${words.length - 1} more`;
}

/** Search and filters above the list; every change shows at once. */
export function AuditFilterBar({ filters, onChange }: AuditFilterBarProps) {
  const search = useEarlyText(filters.text, (text) => onChange({ ...filters, text }));
  const set = (part: Partial<AuditFilters>) => onChange({ ...filters, ...part });
  return (
    <search className="flex flex-wrap items-center gap-2 border-b border-line p-3">
      <div ref={search} className="relative min-w-56 flex-1 basis-full sm:basis-0">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-soft"
        />
        <input
          type="search"
          data-page-search
          aria-label="Search message, person, details, address and ids"
          aria-keyshortcuts="/"
          placeholder="Search message, person, details, ids"
          maxLength={200}
          value={filters.text}
          onChange={(event) => set({ text: event.target.value })}
          className={`${INPUT_CLASSES} peer pl-8 pr-9`}
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 peer-focus:hidden peer-[:not(:placeholder-shown)]:hidden pointer-coarse:hidden"
        >
          <Kbd>/</Kbd>
        </span>
      </div>
      <Popover
        label="Event"
        trigger={
          <FilterButton
            name="Event"
            chosen={listText(filters.eventTypes.map((type) => AUDIT_EVENTS[type].message))}
          />
        }
      >
        <div className="flex flex-col gap-4">
          {EVENT_TYPE_GROUPS.map((group) => (
            <Checklist
              key={group.label}
              label={group.label}
              options={group.options}
              value={filters.eventTypes}
              onValueChange={(chosen) => {
                const others = filters.eventTypes.filter(
                  (type) => !group.options.some((option) => option.value === type),
                );
                set({ eventTypes: [...others, ...chosen] });
              }}
            />
          ))}
        </div>
      </Popover>
      <Popover
        label="Severity"
        trigger={
          <FilterButton
            name="Severity"
            chosen={listText(filters.severities.map((value) => SEVERITY_LOOKS[value].word))}
          />
        }
      >
        <Checklist
          label="Severity"
          options={SEVERITIES}
          value={filters.severities}
          onValueChange={(severities) => set({ severities })}
        />
      </Popover>
      <Popover
        label="Outcome"
        trigger={
          <FilterButton
            name="Outcome"
            chosen={listText(filters.outcomes.map((value) => OUTCOME_LOOKS[value].word))}
          />
        }
      >
        <Checklist
          label="Outcome"
          options={OUTCOMES}
          value={filters.outcomes}
          onValueChange={(outcomes) => set({ outcomes })}
        />
      </Popover>
      <Popover
        label="Person"
        trigger={
          <FilterButton name="Person" chosen={filters.user.trim() === "" ? null : filters.user.trim()} />
        }
      >
        <TextField
          label="Part of the e-mail"
          type="search"
          maxLength={254}
          value={filters.user}
          onValueChange={(user) => set({ user })}
        />
      </Popover>
      <TimeFilter from={filters.from} to={filters.to} onValueChange={set} />
      {countFilters(filters) > 0 && (
        <Button tone="quiet" icon={<X aria-hidden className="size-4" />} onClick={() => onChange(NO_FILTERS)}>
          Clear
        </Button>
      )}
    </search>
  );
}
