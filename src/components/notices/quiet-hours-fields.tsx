"use client";

import type { ChannelFormProps } from "@/components/notices/channel-form";
import { endsNextDay } from "@/components/notices/quiet-hours";
import { TimeZoneField } from "@/components/notices/time-zone-field";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { TextField } from "@/components/ui/text-field";

/** The daily span in which a channel keeps still, and what comes through all the same. */
export function QuietHoursFields({ values, errors, set }: ChannelFormProps) {
  return (
    <div className="flex flex-col gap-3">
      <CheckboxField
        label="Keep quiet hours"
        help="What comes in them waits until they end. Only what is urgent is sent at once: where your time to act would be over before."
        checked={values.quiet}
        onCheckedChange={(quiet) => set("quiet", quiet)}
      />
      {values.quiet && (
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_1fr_2fr]">
          <TextField
            label="From"
            type="time"
            value={values.quietFrom}
            onValueChange={(text) => set("quietFrom", text)}
            error={errors.quietFrom}
          />
          <TextField
            label={endsNextDay(values.quietFrom, values.quietTo) ? "To, the next day" : "To"}
            type="time"
            value={values.quietTo}
            onValueChange={(text) => set("quietTo", text)}
            error={errors.quietTo}
          />
          <div className="max-sm:col-span-2">
            <TimeZoneField
              value={values.timeZone}
              onValueChange={(zone) => set("timeZone", zone)}
              error={errors.timeZone}
            />
          </div>
        </div>
      )}
    </div>
  );
}
