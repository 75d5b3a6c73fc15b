"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";

interface FrozenNoticeProps {
  title: string;
  frozenAt: string;
  /** How it ends; null when another person has to do it. */
  lift: {
    readonly label: string;
    readonly mutation: { readonly isPending: boolean; readonly mutate: () => void };
  } | null;
}

/** That programs are kept out, since when, and how they come in again. */
export function FrozenNotice({ title, frozenAt, lift }: FrozenNoticeProps) {
  return (
    <Notice
      tone="locked"
      title={title}
      actions={
        lift !== null && (
          <Button
            busy={lift.mutation.isPending}
            busyLabel="Letting them in"
            onClick={() => lift.mutation.mutate()}
          >
            {lift.label}
          </Button>
        )
      }
    >
      <p>
        Frozen <RelativeTime at={frozenAt} />. Each call of theirs is answered with error 1019.
        {lift === null && " An admin can let them in again."}
      </p>
    </Notice>
  );
}
