"use client";

import { timeZoneGroups, timeZoneName } from "@/components/notices/quiet-hours";
import { FieldFrame } from "@/components/ui/field-frame";
import { Select } from "@/components/ui/select";

interface TimeZoneFieldProps {
  value: string;
  onValueChange: (zone: string) => void;
  error: string | undefined;
}

/** The browser's own list of zones; typing jumps to a name, as in any list to choose from. */
export function TimeZoneField({ value, onValueChange, error }: TimeZoneFieldProps) {
  return (
    <FieldFrame label="Time zone" error={error}>
      {({ id, describedBy, invalid }) => (
        <Select
          id={id}
          value={value}
          onValueChange={onValueChange}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          className="bg-surface!"
        >
          {timeZoneGroups(Intl.supportedValuesOf("timeZone"), value).map(({ region, zones }) => (
            <optgroup key={region} label={region}>
              {zones.map((zone) => (
                <option key={zone} value={zone}>
                  {timeZoneName(zone)}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
    </FieldFrame>
  );
}

/** The zone of this browser. */
export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
