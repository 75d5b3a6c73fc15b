"use client";

import { useQuery } from "@tanstack/react-query";
import { ThresholdForm } from "@/components/attention/threshold-form-fields";
import { CalendarFeedCard } from "@/components/income/calendar-feed-card";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** When a person wants to be told of something, and their calendar of expirations. */
export function ThresholdsPage() {
  const settings = useQuery(useTRPC().wheel.attentionSettings.queryOptions());
  return (
    <>
      <PageHeader
        title="Needs attention"
        description="When the wheel tells you that something needs you. These thresholds are yours alone."
      />
      <div className="flex flex-col gap-4">
        {settings.error !== null && (
          <ErrorNotice
            error={toErrorResponse(settings.error)}
            onRetry={() => void settings.refetch()}
            busy={settings.isFetching}
          />
        )}
        {settings.isPending && (
          <Section title="Thresholds" flush>
            <TableSkeleton label="Loading your thresholds" rows={5} />
          </Section>
        )}
        {settings.data !== undefined && <ThresholdForm settings={settings.data} />}
        <CalendarFeedCard />
      </div>
    </>
  );
}
