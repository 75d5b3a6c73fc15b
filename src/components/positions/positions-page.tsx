"use client";

import { ReadingPage } from "@/components/accounts/reading-page";
import { PositionsBody } from "@/components/positions/positions-body";

/** What all accounts hold, in one list. */
export function PositionsPage() {
  return (
    <ReadingPage
      title="Positions"
      purpose="This page lists the shares and options of all your accounts, with what each is worth and how old its price is."
    >
      {(connections, nameOf) => <PositionsBody connections={connections} nameOf={nameOf} />}
    </ReadingPage>
  );
}
