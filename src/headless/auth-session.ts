import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { readCredential } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { Secret } from "@/shared/secret";

/**
 * A live session as a bot gets it (the source specification's AuthResponse). No refresh token: it can be spent only
 * once, and Wheelhouse renews.
 */
export interface AuthSession {
  /** Shows as `[redacted]`; `token.reveal()` gives the text for the Authorization header. */
  readonly token: Secret;
  readonly expiresAt: Date;
  readonly sessionId: string;
  readonly connectionId: string;
  /** The device identity that the broker knows. */
  readonly deviceId: Secret | null;
  /** What the token may do: a connection that only reads gives the broker's read-only token, where there is one. */
  readonly permissions: readonly ("read" | "trade")[];
  /** All but the last four characters hidden; the first account's. */
  readonly accountNumber: string | null;
}

/** The session of a row, for the bot. */
export async function authSessionOf(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<AuthSession> {
  const secrets = await openSession(ctx, ctx.storage, session);
  return sessionWith(ctx, connection, session.id, secrets);
}

/** The same with secrets that were read already. */
export async function sessionWith(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  sessionId: string,
  secrets: BrokerSessionSecrets,
): Promise<AuthSession> {
  const readOnly = connection.access === "read_only" ? secrets.readOnlyToken : null;
  return {
    token: readOnly ?? secrets.accessToken,
    expiresAt: secrets.expiresAt,
    sessionId,
    connectionId: connection.id,
    deviceId: await readCredential(ctx, ctx.storage, connection, DEVICE_TOKEN),
    permissions: readOnly === null ? ["read", "trade"] : ["read"],
    accountNumber: connection.accounts[0]?.maskedNumber ?? null,
  };
}
