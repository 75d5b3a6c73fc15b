"use client";

import { timeZoneGroups, timeZoneName } from "@/components/notices/quiet-hours";
import { classNames } from "@/components/ui/class-names";
import { FieldFrame, INPUT_CLASSES } from "@/components/ui/field-frame";

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
        <select
          id={id}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          className={classNames(INPUT_CLASSES, "bg-surface!")}
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
        </select>
      )}
    </FieldFrame>
  );
}

/** The zone of this browser. */
export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
