"use client";

import { DeliveryFailure } from "@/components/notices/delivery-failure";
import { Countdown } from "@/components/ui/countdown";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import type { ChannelTest } from "@/shared/schemas/notice";

interface TestOutcomeProps {
  outcome: ChannelTest | null;
  /** The test could not be asked for. */
  error: ErrorResponse | null;
  /** The pause between two tests is over. */
  onWaited: () => void;
}

/** What became of the test that was just asked for. */
export function TestOutcome({ outcome, error, onWaited }: TestOutcomeProps) {
  if (error !== null) {
    if (error.name !== "API_CONFLICT" || error.retryAfter === null) return <ErrorNotice error={error} />;
    const until = new Date(Date.parse(error.timestamp) + error.retryAfter * 1000).toISOString();
    return (
      <Notice announce="status" title={`${error.message}.`}>
        <p>
          Nothing was sent now. The next test can go out in{" "}
          <Countdown until={until} label="Time until the next test" onEnd={onWaited} />.
        </p>
      </Notice>
    );
  }
  if (outcome === null) return null;
  if (outcome.errorCode !== null) return <DeliveryFailure code={outcome.errorCode} ofTest />;
  return (
    <Notice tone="ok" announce="status" title="The test was delivered.">
      <p>The receiver took it. If you don't see it there, check that the address is the one you meant.</p>
    </Notice>
  );
}
