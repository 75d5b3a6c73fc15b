"use client";

import { DeadlineTime } from "@/components/connections/deadline-time";
import { lastTry, renewalReason } from "@/components/connections/last-try";
import { NextTry } from "@/components/connections/next-try";
import { RetryButton } from "@/components/connections/retry-button";
import { type UpkeepOutlook, upkeepOutlook } from "@/components/connections/upkeep-outlook";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/use-now";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";

interface HealthNoticeProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "name">;
  /** Opens the sign-in while the session still serves; null where it is open, with a button of its own. */
  onRenew: (() => void) | null;
}

/**
 * What is wrong with a session that is held, what Wheelhouse does about it, and what the person can do. It is not
 * announced: the sentence under the connection's name is, and says the same.
 */
export function HealthNotice({ connection, broker, onRenew }: HealthNoticeProps) {
  const nowMs = useNow(1000);
  const outlook = upkeepOutlook(connection, nowMs ?? 0);
  if (outlook.canRenew) {
    return <RenewNotice connection={connection} broker={broker} outlook={outlook} onRenew={onRenew} />;
  }
  if (outlook.canRetry) {
    return <TroubleNotice connection={connection} broker={broker} outlook={outlook} />;
  }
  if (nowMs === null || outlook.deadline?.isNear !== true) return null;
  return (
    <Notice
      title={
        <>
          This session ends on <DeadlineTime deadline={outlook.deadline} />.
        </>
      }
    >
      <p>
        {outlook.isRefused
          ? "It can't be renewed. Until then everything works; sign in again when the pause is over."
          : `${broker.name} does not let it be prolonged. Until then everything works; afterwards, sign in again.`}
      </p>
    </Notice>
  );
}

function TroubleNotice({
  connection,
  broker,
  outlook,
}: Omit<HealthNoticeProps, "onRenew"> & { outlook: UpkeepOutlook }) {
  const goesOn = connection.status === "connected";
  return (
    <Notice
      tone={goesOn ? "warn" : "needs"}
      title={
        goesOn
          ? `${broker.name} has trouble answering.`
          : "Wheelhouse has stopped trying to keep this session."
      }
      actions={
        <RetryButton connection={connection} broker={broker} tone={goesOn ? "secondary" : "primary"} />
      }
    >
      <p>
        {goesOn
          ? "Your session is kept, and nothing at the broker has changed. You need not do anything."
          : "The session is kept, and another try may still save it. If it does not, sign in again below."}
      </p>
      {outlook.nextTry !== null && (
        <p className="font-medium">
          <NextTry nextTry={outlook.nextTry} />.
        </p>
      )}
      {outlook.failures !== null && <p>{outlook.failures}</p>}
      <Reason text={lastTry(connection.errorCode)} />
    </Notice>
  );
}

function RenewNotice({
  connection,
  broker,
  outlook,
  onRenew,
}: HealthNoticeProps & { outlook: UpkeepOutlook }) {
  const { errorCode } = connection;
  return (
    <Notice
      tone="needs"
      title={
        outlook.deadline === null ? (
          "Sign in again to keep this connection."
        ) : (
          <>
            Sign in again by <DeadlineTime deadline={outlook.deadline} /> to keep this connection.
          </>
        )
      }
      actions={
        onRenew === null ? undefined : (
          <Button tone="primary" onClick={onRenew}>
            Sign in again
          </Button>
        )
      }
    >
      <p>The session serves until it ends, but it can't be renewed: only you can make a new one.</p>
      {errorCode === "AUTH_REFRESH_ANSWER_LOST" && <p>{ERROR_GUIDANCE[errorCode].means}</p>}
      <Reason text={renewalReason(errorCode, broker.name)} />
    </Notice>
  );
}

function Reason({ text }: { text: string | null }) {
  return text === null ? null : <p className="text-12 text-ink-soft">{text}</p>;
}
