"use client";

import type { CredentialMove } from "@/components/credential-storage/use-move-credentials";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { BACKEND_LABELS } from "@/shared/schemas/credential-storage";

interface MoveProgressProps {
  move: CredentialMove;
  onStop: () => void;
  onGoOn: () => void;
}

const TITLES = {
  running: "Moving credentials to",
  done: "Moved the credentials to",
  stopped: "Stopped moving credentials to",
  failed: "Could not move all credentials to",
} as const;

/** How far a move has come, and what can be done about it. */
export function MoveProgress({ move, onStop, onGoOn }: MoveProgressProps) {
  const { to, moved, skipped, left, state, error } = move;
  return (
    <>
      <Notice
        tone={state === "done" ? "ok" : state === "running" ? "neutral" : "warn"}
        announce="status"
        title={`${TITLES[state]}: ${BACKEND_LABELS[to]}`}
        actions={
          state === "running" ? (
            <Button onClick={onStop}>Stop after this part</Button>
          ) : (
            state !== "done" && <Button onClick={onGoOn}>Go on</Button>
          )
        }
      >
        {left !== null && (
          <progress
            aria-label="Credentials moved"
            max={Math.max(1, moved + left)}
            value={moved}
            className="h-1.5 w-full max-w-80 accent-action"
          />
        )}
        <p className="tabular-nums">
          {moved} moved{left !== null && `, ${left} still elsewhere`}
          {skipped > 0 && `, ${skipped} left as they were because they changed meanwhile`}.
        </p>
      </Notice>
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}
