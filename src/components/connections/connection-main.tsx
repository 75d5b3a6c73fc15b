"use client";

import { AccountMismatch } from "@/components/connections/account-mismatch";
import { ConnectPanel } from "@/components/connections/connect-panel";
import { ConnectedPanel } from "@/components/connections/connected-panel";
import { ConnectionError } from "@/components/connections/connection-error";
import type { ConnectionPhase } from "@/components/connections/connection-phase";
import { LockedPanel } from "@/components/connections/locked-panel";
import { RevocationNotice } from "@/components/connections/revocation-notice";
import { SigningInPanel } from "@/components/connections/signing-in-panel";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";

interface ConnectionMainProps {
  connection: ConnectionView;
  broker: BrokerDescription;
  phase: ConnectionPhase;
}

/** The one thing that matters now: sign in, go on with a sign-in, wait, or the live session. */
export function ConnectionMain({ connection, broker, phase }: ConnectionMainProps) {
  const { errorCode, notBefore } = connection;
  switch (phase) {
    case "signing_in":
      return <SigningInPanel connection={connection} broker={broker} />;
    case "connected":
      return (
        <>
          {errorCode !== null && <ConnectionError connection={connection} code={errorCode} />}
          <ConnectedPanel connection={connection} broker={broker} />
        </>
      );
    case "locked":
      return notBefore === null ? null : (
        <LockedPanel connection={connection} broker={broker} until={notBefore} />
      );
    case "sign_in":
      return (
        <>
          {connection.revokedAtBroker === false && <RevocationNotice broker={broker} />}
          {errorCode === "AUTH_ACCOUNT_MISMATCH" && (
            <AccountMismatch connection={connection} broker={broker} />
          )}
          {errorCode !== null && errorCode !== "AUTH_ACCOUNT_MISMATCH" && (
            <ConnectionError connection={connection} code={errorCode} />
          )}
          <ConnectPanel connection={connection} broker={broker} />
        </>
      );
  }
}
