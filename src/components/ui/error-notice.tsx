"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { Notice } from "@/components/ui/notice";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import type { ErrorResponse } from "@/shared/schemas/error-response";

interface ErrorNoticeProps {
  error: ErrorResponse;
  /** Does the failed thing again; the button waits until `retryAfter` is over. */
  onRetry?: () => void;
  retryLabel?: string;
  busy?: boolean;
}

/** What happened, what it means, the next step; number and request id stand small for support. */
export function ErrorNotice({ error, onRetry, retryLabel = "Try again", busy = false }: ErrorNoticeProps) {
  const guidance = ERROR_GUIDANCE[error.name];
  const waitUntil =
    error.retryAfter === null || error.retryAfter === 0
      ? null
      : new Date(Date.parse(error.timestamp) + error.retryAfter * 1000).toISOString();
  const [endedWait, setEndedWait] = useState<string | null>(null);
  const waiting = waitUntil !== null && endedWait !== waitUntil;
  return (
    <Notice
      tone="bad"
      announce="alert"
      title={`${error.message}.`}
      actions={
        onRetry === undefined ? undefined : (
          <Button onClick={onRetry} busy={busy} disabled={waiting}>
            {retryLabel}
          </Button>
        )
      }
    >
      <p>{guidance.means}</p>
      <p>{guidance.next}</p>
      {waiting && (
        <p>
          You can try again in{" "}
          <Countdown
            until={waitUntil}
            label="Time until you can try again"
            onEnd={() => setEndedWait(waitUntil)}
            className="font-medium"
          />
          .
        </p>
      )}
      <p className="text-12 text-ink-soft">
        Error <span className="tabular-nums">{error.code}</span>
        {error.requestId !== "" && (
          <>
            {" · "}request <code className="break-all select-all">{error.requestId}</code>
          </>
        )}
      </p>
    </Notice>
  );
}
