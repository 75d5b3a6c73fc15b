import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { recordEvent } from "@/server/services/audit/record-event";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { brokerOf, hostsOf, loadConnection } from "@/server/services/connections/load-connection";
import { readCredential } from "@/server/services/connections/stored-credential";
import { liveSecrets } from "@/server/services/leases/live-secrets";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { sessionFileSealer } from "@/server/services/session-files/file-seal";
import type { SessionFileFormat } from "@/server/session-file/formats/decode-session-file";
import { encodeSessionFile } from "@/server/session-file/formats/encode-session-file";
import type { SavedSession } from "@/server/session-file/formats/saved-session";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { LeaseKind } from "@/shared/schemas/session-lease";
import type { Secret } from "@/shared/secret";

/** The exported token lives at least this long, where the session can be renewed. */
const SHORTEST_LIFE_MS = 3_600_000;
export const SHORTEST_PASSPHRASE = 12;

const ENDING: Record<SessionFileFormat, string> = {
  pickle: "pickle",
  json: "json",
  encrypted: "session",
};

export interface ExportSessionInput {
  readonly connectionId: string;
  readonly format: SessionFileFormat;
  /** Default false. See {@link exportSession} before setting it. */
  readonly withRefreshToken?: boolean;
  /** For an encrypted file that another install shall read; without it only this install can. */
  readonly passphrase?: Secret | null;
}

/** A session file that is still to be written, with `writeSessionFile`: a pickle or JSON holds tokens in the clear. */
export interface ExportedSession {
  readonly bytes: Buffer;
  /** Such as `robinhood.pickle`, the name under which the Python client looks for it. */
  readonly suggestedName: string;
  readonly token: LeaseKind;
  /** When the token ends by itself. */
  readonly expiresAt: Date;
}

/**
 * Gives a copy of the connection's live session as a file for a program of the person's own. It is as strong as a
 * full lease that nobody can end, so it takes the permission to lease and the connection's owner, at a browser or a
 * terminal: no API token may do it. The token was found good at the broker just before.
 *
 * A connection that only reads gives its read-only token, and API_CONFLICT where the broker gave none; one with
 * trading the full token. No refresh token goes along unless it is asked for, for two reasons. With it, the file
 * holds the full access of the account for weeks, also for a connection that only reads. And it can be spent once
 * only: whichever side refreshes first leaves the other with a dead one, while Wheelhouse renews ahead of time by
 * itself. The Python client never refreshes (protocol sheet 4.6): it needs the access token alone, and signs in by
 * password when that ends, so export again before. A fork that refreshes by itself must not share a session with
 * Wheelhouse: give it the refresh token only when this connection will be disconnected or not used any more; after
 * the fork's refresh, the connection serves until its own token ends and then asks its person to sign in, or to
 * import the fork's newer file.
 *
 * Throws VALIDATION_INVALID_INPUT for a passphrase that is short or has no use, and what `withBrokerSession` throws.
 */
export async function exportSession(
  ctx: ServiceContext,
  input: ExportSessionInput,
): Promise<ExportedSession> {
  const actor = permit(ctx, "lease_session");
  const passphrase = input.passphrase ?? null;
  requireUsefulPassphrase(input.format, passphrase);
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const token: LeaseKind = connection.access === "trading" ? "full" : "read_only";
  const until = new Date(ctx.clock.now().getTime() + SHORTEST_LIFE_MS);
  const secrets = await liveSecrets(ctx, connection, token, until);
  const withRefreshToken = input.withRefreshToken === true && secrets.refreshToken !== null;
  const saved = await savedSession(ctx, connection, secrets, { token, withRefreshToken });
  const bytes = await encodeSessionFile(input.format, saved, sessionFileSealer(ctx, passphrase));
  await ctx.storage.transaction(async (tx) => {
    const session = await tx.brokerSessions.byConnection(connection.id);
    await recordEvent(ctx, tx, {
      type: "SESSION_EXPORTED",
      outcome: "success",
      severity: "WARNING",
      targetId: connection.id,
      sessionId: session?.id ?? null,
      details: {
        broker: connection.broker,
        format: input.format,
        token,
        withRefreshToken,
        withPassphrase: passphrase !== null,
      },
    });
  });
  return {
    bytes,
    suggestedName: `${connection.broker}.${ENDING[input.format]}`,
    token,
    expiresAt: secrets.expiresAt,
  };
}

function requireUsefulPassphrase(format: SessionFileFormat, passphrase: Secret | null): void {
  if (passphrase === null) {
    return;
  }
  if (format !== "encrypted") {
    throw invalid("Only an encrypted file has a passphrase");
  }
  if (passphrase.reveal().length < SHORTEST_PASSPHRASE) {
    throw invalid(`Use at least ${SHORTEST_PASSPHRASE} characters: whoever has the file can try without end`);
  }
}

function invalid(passphrase: string): AppError {
  return new AppError("VALIDATION_INVALID_INPUT", passphrase, { fields: { passphrase } });
}

async function savedSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  secrets: BrokerSessionSecrets,
  { token, withRefreshToken }: { token: LeaseKind; withRefreshToken: boolean },
): Promise<SavedSession & { readonly savedAt: Date }> {
  const accessToken = token === "full" ? secrets.accessToken : secrets.readOnlyToken;
  if (accessToken === null) {
    throw new AppError(
      "API_CONFLICT",
      "The connection only reads, and the broker gave no read-only token. Its owner can change its access to trading",
    );
  }
  return {
    accessToken,
    readOnlyToken: token === "full" ? secrets.readOnlyToken : null,
    refreshToken: withRefreshToken ? secrets.refreshToken : null,
    deviceToken: await readCredential(ctx, ctx.storage, connection, DEVICE_TOKEN),
    savedAt: ctx.clock.now(),
    expiresAt: secrets.expiresAt,
    broker: connection.broker,
    hosts: hostsOf(brokerOf(ctx, connection.broker)),
  };
}
