"use client";

import { PlainFrame } from "@/components/shell/plain-frame";
import { Button } from "@/components/ui/button";
import { ERROR_CODES } from "@/shared/error-codes";

interface FailedPageProps {
  error: unknown;
  retry: () => void;
}

/** A page that could not be drawn; the digest leads to the entry in the server's log. */
export function FailedPage({ error, retry }: FailedPageProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <PlainFrame
      title="This page could not be shown"
      note={`Error ${ERROR_CODES.API_UNEXPECTED.number}${digest === null ? "" : ` · ${digest}`}`}
      actions={
        <Button tone="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>
        Something went wrong while it was made. Your connections and your account at the broker are untouched.
      </p>
      <p className="text-ink-soft">
        If it stays, give the number below to the person who runs Wheelhouse; the cause is in the log.
      </p>
    </PlainFrame>
  );
}
