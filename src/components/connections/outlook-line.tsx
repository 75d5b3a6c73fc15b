"use client";

import { DeadlineTime } from "@/components/connections/deadline-time";
import { NextTry } from "@/components/connections/next-try";
import { upkeepOutlook } from "@/components/connections/upkeep-outlook";
import { useNow } from "@/components/ui/use-now";
import type { ConnectionView } from "@/shared/schemas/connection";

/** What lies ahead, in one line: the next try or the deadline; nothing where neither is planned. */
export function OutlookLine({ connection }: { connection: ConnectionView }) {
  const watches = connection.nextAttemptAt !== null || connection.deadlineAt !== null;
  const nowMs = useNow(watches ? 1000 : 60_000);
  if (nowMs === null) return null;
  const { nextTry, deadline } = upkeepOutlook(connection, nowMs);
  if (nextTry !== null) {
    return (
      <>
        <NextTry nextTry={nextTry} short />.
      </>
    );
  }
  if (deadline === null) return null;
  return (
    <>
      Sign in again by <DeadlineTime deadline={deadline} />.
    </>
  );
}
