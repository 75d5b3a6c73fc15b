"use client";

import { countWords } from "@/components/settings/setting-words";
import { Button } from "@/components/ui/button";

interface ChangeBarProps {
  count: number;
  wrong: number;
  busy: boolean;
  onReview: () => void;
  onDiscard: () => void;
}

/** The edits that are not saved, at the lower edge as long as there are any. */
export function ChangeBar({ count, wrong, busy, onReview, onDiscard }: ChangeBarProps) {
  return (
    <section
      aria-label="Changes that are not saved"
      className="sticky bottom-16 z-20 flex animate-enter flex-wrap items-center justify-between gap-3 rounded-md bg-raised p-3 shadow-float md:bottom-4 md:in-data-[indicator=bottom]:bottom-12 in-data-[indicator=bottom]:bottom-28"
    >
      <p role="status" className="font-medium">
        {countWords(count, "change")} not saved
        {wrong > 0 && <span className="text-bad"> · {countWords(wrong, "wrong value")}</span>}
      </p>
      <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
        <Button onClick={onDiscard} disabled={busy}>
          Discard
        </Button>
        <Button tone="primary" busy={busy} busyLabel="Saving" onClick={onReview}>
          Review and save
        </Button>
      </div>
    </section>
  );
}
