"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FigurePlot } from "@/components/metrics/figure-plot";
import { OverviewTable } from "@/components/metrics/overview-table";
import { ProcessTable } from "@/components/metrics/process-table";
import { SpanChoice } from "@/components/metrics/span-choice";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { metricOf } from "@/shared/metric-names";
import type { MetricSpan, MetricsView } from "@/shared/schemas/metrics";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const REREAD_MS = 60_000;

/** How the install is doing, by itself and against what is normal. */
export function MetricsPage() {
  const [span, setSpan] = useState<MetricSpan>("hour");
  const view = useQuery(
    useTRPC().metrics.read.queryOptions(
      { span },
      { refetchInterval: REREAD_MS, placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <PageHeader
        title="Metrics"
        description="How the install is doing, against what is normal. Read again every minute."
        actions={<SpanChoice chosen={span} onChoose={setSpan} />}
      />
      <div className="flex flex-col gap-6 pb-6">
        {view.error !== null && (
          <ErrorNotice
            error={toErrorResponse(view.error)}
            onRetry={() => view.refetch()}
            busy={view.isFetching}
          />
        )}
        {view.isPending && (
          <Section title="At a glance" flush>
            <TableSkeleton label="Reading the metrics" rows={12} />
          </Section>
        )}
        {view.data !== undefined && <Figures view={view.data} />}
      </div>
    </>
  );
}

function Figures({ view }: { view: MetricsView }) {
  const measured = view.figures.filter(({ points }) => points.length > 0);
  return (
    <>
      <Section title="At a glance" description={glance(view)} flush>
        {measured.length === 0 ? (
          <p className="p-4 text-13 text-ink-soft">
            Nothing was measured yet: the first figures come when the first minute is over.
          </p>
        ) : (
          <OverviewTable figures={measured} />
        )}
      </Section>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        {measured.map((figure) => (
          <FigurePlot key={figure.name} figure={figure} view={view} />
        ))}
      </div>
      <Section title="Processes" description="Those that were seen within the last minute." flush>
        <ProcessTable processes={view.processes} />
      </Section>
      <Section title="What the figures are">
        <dl className="flex flex-col gap-2 text-13">
          {view.figures.map(({ name, points }) => (
            <div key={name}>
              <dt className="font-medium">
                {metricOf(name).title}
                {points.length === 0 && (
                  <span className="font-normal text-ink-soft"> (not measured in this time)</span>
                )}
              </dt>
              <dd className="prose-width text-ink-soft">{metricOf(name).help}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

function glance({ figures }: MetricsView): string {
  const off = figures.filter(({ state }) => state === "higher" || state === "lower");
  if (off.length === 0) return "Nothing is out of the ordinary.";
  return `Out of the ordinary: ${off.map(({ name }) => metricOf(name).title.toLowerCase()).join(", ")}.`;
}
