"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { MoveProgress } from "@/components/credential-storage/move-progress";
import { useMoveCredentials } from "@/components/credential-storage/use-move-credentials";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { BackendStatus } from "@/shared/schemas/credential-storage";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Where stored credentials are, whether each place answers, and the way to move them. */
export function CredentialStoragePanel() {
  const storage = useQuery(useTRPC().credentialStorage.status.queryOptions(undefined, { staleTime: 0 }));
  const [asked, setAsked] = useState<BackendStatus | null>(null);
  const { move, start, stop } = useMoveCredentials(() => void storage.refetch());
  const backends = storage.data?.backends ?? [];
  return (
    <Section
      title="Stored credentials"
      description="What people let Wheelhouse remember for the next sign-in. New ones go where the setting “Where credentials are kept” says."
      flush
    >
      {storage.error !== null && (
        <div className="p-4">
          <ErrorNotice error={toErrorResponse(storage.error)} onRetry={() => void storage.refetch()} />
        </div>
      )}
      {storage.isPending && <TableSkeleton label="Loading where credentials are" rows={4} />}
      {move !== null && (
        <div className="flex flex-col gap-3 border-b border-line p-4">
          <MoveProgress move={move} onStop={stop} onGoOn={() => void start(move.to)} />
        </div>
      )}
      {backends.length > 0 && (
        <ul aria-label="Places for credentials" className="divide-y divide-line">
          {backends.map((backend) => (
            <BackendRow
              key={backend.name}
              backend={backend}
              movable={
                backend.canWrite &&
                backend.isUp &&
                move?.state !== "running" &&
                backends.some(({ name, credentials }) => name !== backend.name && credentials > 0)
              }
              onMove={() => setAsked(backend)}
            />
          ))}
        </ul>
      )}
      {asked !== null && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={`Move all credentials to: ${asked.label}?`}
          consequences={[
            "Each is written to its new place, read back, and only then deleted from the old one.",
            "Sign-ins go on meanwhile. You can stop between two parts; what was moved stays moved.",
          ]}
          keeps="No session is ended, and nobody has to type anything again."
          confirmLabel="Move credentials"
          tone="primary"
          onConfirm={() => {
            setAsked(null);
            void start(asked.name);
          }}
        />
      )}
    </Section>
  );
}

interface BackendRowProps {
  backend: BackendStatus;
  movable: boolean;
  onMove: () => void;
}

function BackendRow({ backend, movable, onMove }: BackendRowProps) {
  const { label, isCurrent, isUp, reason, credentials } = backend;
  // A place that nobody uses need not work.
  const isMissed = isCurrent || credentials > 0;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-2.5">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {label}
          {isCurrent && <Badge>In use</Badge>}
          <Badge
            tone={isUp ? "ok" : isMissed ? "bad" : "neutral"}
            icon={isUp ? <CircleCheck aria-hidden /> : isMissed && <CircleX aria-hidden />}
          >
            {isUp ? "Answers" : isMissed ? "Not usable" : "Not set up"}
          </Badge>
        </p>
        {reason !== null && <p className="text-13 text-ink-soft">{reason}</p>}
      </div>
      <p className="text-13 whitespace-nowrap tabular-nums">
        {credentials} {credentials === 1 ? "credential" : "credentials"}
      </p>
      {movable && (
        <Button size="small" aria-label={`Move all credentials to: ${label}`} onClick={onMove}>
          Move all here
        </Button>
      )}
    </li>
  );
}
