"use client";

import { ReadingPage } from "@/components/accounts/reading-page";
import { OptionsBody } from "@/components/options/options-body";

/** The open options of all accounts, and a look at what can be traded. */
export function OptionsPage({ underlying }: { underlying: string }) {
  return (
    <ReadingPage
      title="Options"
      purpose="This page lists your open options with days left, distance to the strike and greeks, and looks up the contracts of a share."
    >
      {(connections, nameOf) => (
        <OptionsBody connections={connections} nameOf={nameOf} underlying={underlying} />
      )}
    </ReadingPage>
  );
}
