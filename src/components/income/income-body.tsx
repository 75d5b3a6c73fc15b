"use client";

import { HandCoins } from "lucide-react";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { CalendarFeedCard } from "@/components/income/calendar-feed-card";
import { CapitalPlot } from "@/components/income/capital-plot";
import { ExpirationCalendar } from "@/components/income/expiration-calendar";
import { IncomeSkeleton } from "@/components/income/income-skeleton";
import { IncomeTotals } from "@/components/income/income-totals";
import { PremiumPlot } from "@/components/income/premium-plot";
import { UnderlyingTable } from "@/components/income/underlying-table";
import { useIncome } from "@/components/income/use-income";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { SourceStrip } from "@/components/wheel/source-strip";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { IncomeView } from "@/shared/schemas/income";
import { toErrorResponse } from "@/trpc/error-response";

interface IncomeBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** Totals, premium over time and by underlying, expirations, capital, and where it all comes from. */
export function IncomeBody({ connections, nameOf }: IncomeBodyProps) {
  const { income, error, busy, refresh } = useIncome();
  return (
    <>
      <PageHeader
        title="Income"
        description="Premium of the wheels in all your accounts, after fees. Not tax advice."
        actions={<RefreshButton busy={busy} onRefresh={refresh} />}
      />
      <div className="flex flex-col gap-4">
        {error !== null && (
          <ErrorNotice error={toErrorResponse(error)} onRetry={refresh} retryLabel="Read again" busy={busy} />
        )}
        {income.isPending && <IncomeSkeleton />}
        {income.data !== undefined && (
          <>
            <IncomeFigures income={income.data} />
            <ExpirationCalendar entries={income.data.calendar} />
            <CalendarFeedCard />
            <SourceStrip
              sources={income.data.sources}
              revalidating={income.data.revalidating}
              connections={connections}
              nameOf={nameOf}
              busy={busy}
              onRetry={refresh}
            />
          </>
        )}
      </div>
    </>
  );
}

function IncomeFigures({ income }: { income: IncomeView }) {
  if (income.months.length === 0) {
    return (
      <Card>
        <EmptyState icon={<HandCoins />} title="No premium yet">
          Once a put or a call is sold in one of your accounts, what it brought stands here by week, month and
          underlying.
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <IncomeTotals income={income} />
      <PremiumPlot income={income} />
      <UnderlyingTable underlyings={income.underlyings} />
      <CapitalPlot capital={income.capital} />
    </>
  );
}
