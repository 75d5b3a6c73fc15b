"use client";

import { HandCoins } from "lucide-react";
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
import { OverviewFrame } from "@/components/wheel/overview-frame";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { IncomeView } from "@/shared/schemas/income";

interface IncomeBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** Totals, premium over time and by underlying, expirations, capital, and where it all comes from. */
export function IncomeBody({ connections, nameOf }: IncomeBodyProps) {
  return (
    <OverviewFrame
      title="Income"
      description="Premium of the wheels in all your accounts, after fees. Not tax advice."
      reading={useIncome()}
      connections={connections}
      nameOf={nameOf}
      waiting={<IncomeSkeleton />}
    >
      {(income) => (
        <>
          <IncomeFigures income={income} />
          <ExpirationCalendar entries={income.calendar} />
          <CalendarFeedCard />
        </>
      )}
    </OverviewFrame>
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
