"use client";

import { ReadingPage } from "@/components/accounts/reading-page";
import { WheelBody } from "@/components/wheel/wheel-body";

/** The wheel over all accounts and brokers. */
export function WheelPage() {
  return (
    <ReadingPage
      title="Wheel"
      purpose="This page finds the wheels in your accounts: cash-secured puts, the shares that they bring, and the calls on them, with what each has brought and what it needs."
    >
      {(connections, nameOf) => <WheelBody connections={connections} nameOf={nameOf} />}
    </ReadingPage>
  );
}
