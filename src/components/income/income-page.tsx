"use client";

import { ReadingPage } from "@/components/accounts/reading-page";
import { IncomeBody } from "@/components/income/income-body";

/** What the wheels of all accounts brought. */
export function IncomePage() {
  return (
    <ReadingPage
      title="Income"
      purpose="This page shows the premium that your wheels brought by week, month and underlying, the capital that they tie up, and when your options expire."
    >
      {(connections, nameOf) => <IncomeBody connections={connections} nameOf={nameOf} />}
    </ReadingPage>
  );
}
