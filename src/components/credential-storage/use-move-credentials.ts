"use client";

import { useRef, useState } from "react";
import type { BackendName } from "@/shared/schemas/credential-storage";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** How far a move has come. */
export interface CredentialMove {
  readonly to: BackendName;
  readonly moved: number;
  readonly skipped: number;
  /** Still elsewhere; null until the first answer. */
  readonly left: number | null;
  readonly state: "running" | "done" | "stopped" | "failed";
  readonly error: ErrorResponse | null;
}

/** Moves credentials part by part, so that it can be seen and stopped; what was moved stays moved. */
export function useMoveCredentials(onPart: () => void) {
  const client = useTRPCClient();
  const [move, setMove] = useState<CredentialMove | null>(null);
  const stopped = useRef(false);
  const start = async (to: BackendName) => {
    stopped.current = false;
    let now: CredentialMove = { to, moved: 0, skipped: 0, left: null, state: "running", error: null };
    setMove(now);
    let after: string | null = null;
    try {
      do {
        const part = await client.credentialStorage.move.mutate({ to, ...(after !== null && { after }) });
        after = part.next;
        const { moved, skipped } = now;
        now = { ...now, moved: moved + part.moved, skipped: skipped + part.skipped, left: part.left };
        setMove(now);
        onPart();
      } while (after !== null && !stopped.current);
      setMove({ ...now, state: after === null ? "done" : "stopped" });
    } catch (failure) {
      setMove({ ...now, state: "failed", error: toErrorResponse(failure) });
      onPart();
    }
  };
  const stop = () => {
    stopped.current = true;
  };
  return { move, start, stop };
}
