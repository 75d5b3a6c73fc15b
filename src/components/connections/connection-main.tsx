"use client";

import { useRef, useState } from "react";
import { AccountMismatch } from "@/components/connections/account-mismatch";
import { ConnectPanel } from "@/components/connections/connect-panel";
import { ConnectedPanel } from "@/components/connections/connected-panel";
import { ConnectionError } from "@/components/connections/connection-error";
import type { ConnectionPhase } from "@/components/connections/connection-phase";
import { HealthNotice } from "@/components/connections/health-notice";
import { LockedPanel } from "@/components/connections/locked-panel";
import { RevocationNotice } from "@/components/connections/revocation-notice";
import { SigningInPanel } from "@/components/connections/signing-in-panel";
import { upkeepOutlook } from "@/components/connections/upkeep-outlook";
import { useFocusOnMount } from "@/components/connections/use-focus-on-mount";
import { focusIfLost } from "@/components/ui/focus-if-lost";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";

interface PanelProps {
  connection: ConnectionView;
  broker: BrokerDescription;
}

/** The one thing that matters now: sign in, go on with a sign-in, wait, or the live session. */
export function ConnectionMain({ connection, broker, phase }: PanelProps & { phase: ConnectionPhase }) {
  const { notBefore } = connection;
  switch (phase) {
    case "signing_in":
      return <SigningInPanel connection={connection} broker={broker} />;
    case "connected":
      return <Connected connection={connection} broker={broker} />;
    case "locked":
      return notBefore === null ? null : (
        <LockedPanel connection={connection} broker={broker} until={notBefore} />
      );
    case "sign_in":
      return <SignIn connection={connection} broker={broker} />;
  }
}

function Connected({ connection, broker }: PanelProps) {
  const [renewing, setRenewing] = useState(false);
  const notice = useRef<HTMLDivElement>(null);
  const { canRenew } = upkeepOutlook(connection, 0);
  const { health, notBefore } = connection;
  return (
    <>
      {health === "locked" && notBefore !== null && (
        <LockedPanel connection={connection} broker={broker} until={notBefore} />
      )}
      <div ref={notice} className="empty:hidden">
        <HealthNotice
          connection={connection}
          broker={broker}
          onRenew={renewing ? null : () => setRenewing(true)}
        />
      </div>
      {renewing && canRenew && (
        <Renewal
          connection={connection}
          broker={broker}
          onCancel={() => {
            setRenewing(false);
            focusIfLost(() => notice.current?.querySelector("button") ?? null);
          }}
        />
      )}
      <ConnectedPanel connection={connection} broker={broker} />
    </>
  );
}

function Renewal({ connection, broker, onCancel }: PanelProps & { onCancel: () => void }) {
  const panel = useFocusOnMount<HTMLDivElement>();
  return (
    <div ref={panel} tabIndex={-1} className="outline-none">
      <ConnectPanel connection={connection} broker={broker} onCancel={onCancel} />
    </div>
  );
}

function SignIn({ connection, broker }: PanelProps) {
  const { errorCode } = connection;
  const { canRetry } = upkeepOutlook(connection, 0);
  return (
    <>
      {connection.revokedAtBroker === false && <RevocationNotice broker={broker} />}
      {canRetry ? (
        <HealthNotice connection={connection} broker={broker} onRenew={null} />
      ) : errorCode === "AUTH_ACCOUNT_MISMATCH" ? (
        <AccountMismatch connection={connection} broker={broker} />
      ) : (
        errorCode !== null && <ConnectionError connection={connection} code={errorCode} />
      )}
      <ConnectPanel connection={connection} broker={broker} isSecondChoice={canRetry} />
    </>
  );
}
