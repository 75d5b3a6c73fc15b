"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatExactTime } from "@/components/ui/format-time";
import { Notice } from "@/components/ui/notice";
import type { AcceptRestoredInput, RestoredView } from "@/shared/schemas/install";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const TEXTS = {
  keep: {
    title: "Go on with the broker sessions of this copy?",
    consequences: [
      "A session that was renewed after the backup holds a spent token. Its broker may refuse it, and end the newer one.",
      "Do not go on while the old install still runs: both would use the same sessions.",
    ],
    confirmLabel: "Keep the sessions",
  },
  end: {
    title: "End all sessions of this copy?",
    consequences: [
      "Every broker session ends, of every member. Each signs in to the broker again.",
      "Everybody but you is signed out of Wheelhouse.",
    ],
    confirmLabel: "End all sessions",
  },
} as const;

/** That this is a restored or older copy of the data, and an admin's choice of how it goes on. */
export function RestoredBanner({ restored, mayAccept }: { restored: RestoredView; mayAccept: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [asked, setAsked] = useState<AcceptRestoredInput["sessions"] | null>(null);
  const accept = useMutation(
    trpc.install.accept.mutationOptions({
      onSuccess: () => {
        setAsked(null);
        router.refresh();
      },
    }),
  );
  if (restored.restoredAt === null) return null;
  return (
    <div className="pt-4">
      <Notice
        tone="needs"
        title="This is an older copy of the data. Brokers are not asked until it is accepted."
        actions={
          mayAccept && (
            <>
              <Button onClick={() => setAsked("keep")}>Keep the sessions</Button>
              <Button onClick={() => setAsked("end")}>End all sessions</Button>
            </>
          )
        }
      >
        <p>
          {restored.madeAt === null ? (
            "An older database was put back."
          ) : (
            <>It was restored from a backup of {formatExactTime(restored.madeAt, "UTC")}.</>
          )}{" "}
          Members, passwords and API tokens are those of that time: what was withdrawn since is valid again.
          {!mayAccept && " An admin decides how it goes on."}
        </p>
      </Notice>
      {asked !== null && (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) setAsked(null);
          }}
          {...TEXTS[asked]}
          keeps="Connections, history and settings stay as they are in the copy."
          busyLabel="Accepting"
          busy={accept.isPending}
          error={accept.error === null ? null : toErrorResponse(accept.error)}
          onConfirm={() => accept.mutate({ sessions: asked })}
        />
      )}
    </div>
  );
}
