"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type ThresholdValues,
  thresholdFormSchema,
  thresholdValues,
} from "@/components/attention/threshold-form";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { RadioCards } from "@/components/ui/radio-cards";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import { type AttentionSettings, DEFAULT_ATTENTION_SETTINGS } from "@/shared/schemas/attention";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const FIELDS = [
  { key: "expiringDays", label: "Expiring within, days", help: "Options that expire within so many days." },
  {
    key: "nearStrikePercent",
    label: "Near the strike, percent",
    help: "Short options whose strike is within this share of the price.",
  },
  {
    key: "profitTargetPercent",
    label: "Profit target, percent",
    help: "Short options of whose premium so much could be kept by buying them back.",
  },
  {
    key: "uncoveredDays",
    label: "Shares without a call, days",
    help: "Shares of a wheel that have had no call for so long.",
  },
] as const;

const NOTICE_OPTIONS: readonly {
  value: ThresholdValues["noticeFrom"];
  title: string;
  description: string;
}[] = [
  { value: "critical", title: "Critical", description: "Only what can't wait." },
  { value: "warning", title: "Warning and critical", description: "What should be decided soon, too." },
  { value: "info", title: "Everything", description: "Notes as well." },
  { value: "never", title: "Nothing", description: "The list alone, no notices." },
];

/** The person's thresholds, checked before they are sent. */
export function ThresholdForm({ settings }: { settings: AttentionSettings }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const form = useForm({
    initial: thresholdValues(settings),
    schema: thresholdFormSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        const saved = await client.wheel.changeAttentionSettings.mutate(input);
        queryClient.setQueryData(trpc.wheel.attentionSettings.queryKey(), saved);
        void queryClient.invalidateQueries({ queryKey: trpc.wheel.attention.queryKey() });
        toast({ tone: "ok", title: "Saved your thresholds" });
      } catch (failure) {
        setError(toErrorResponse(failure));
      }
    },
  });
  const { noticeFrom, ...numbers } = thresholdValues(DEFAULT_ATTENTION_SETTINGS);
  return (
    <Section title="Thresholds">
      <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-5">
        {error !== null && <ErrorNotice error={error} />}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {FIELDS.map(({ key, label, help }) => (
            <TextField
              key={key}
              label={label}
              help={`${help} At first ${numbers[key]}.`}
              inputMode="decimal"
              autoComplete="off"
              value={form.values[key]}
              onValueChange={(text) => form.set(key, text)}
              error={form.errors[key]}
            />
          ))}
        </div>
        <div className="flex flex-col gap-2">
          <p className="text-13 font-medium">Send by your notice channels</p>
          <RadioCards
            label="Send by your notice channels"
            value={form.values.noticeFrom}
            options={NOTICE_OPTIONS}
            onValueChange={(value) => form.set("noticeFrom", value)}
            arrange="pairs"
          />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" busy={form.busy} busyLabel="Saving">
            Save thresholds
          </Button>
          <Button
            tone="quiet"
            onClick={() => {
              for (const { key } of FIELDS) form.set(key, numbers[key]);
              form.set("noticeFrom", noticeFrom);
            }}
          >
            Back to the first values
          </Button>
        </div>
      </Form>
    </Section>
  );
}
