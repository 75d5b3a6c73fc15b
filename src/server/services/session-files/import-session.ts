import type { AdoptedSession } from "@/server/brokers/broker";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import {
  brokerOf,
  hostsOf,
  loadConnection,
  talksToItsHosts,
} from "@/server/services/connections/load-connection";
import { lacksSecondFactor } from "@/server/services/connections/second-factor";
import { readCredential } from "@/server/services/connections/stored-credential";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { sessionFileOpener } from "@/server/services/session-files/file-seal";
import {
  requireRoom,
  settleImport,
  settleRefusedImport,
} from "@/server/services/session-files/settle-import";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { decodeSessionFile, type SessionFileFormat } from "@/server/session-file/formats/decode-session-file";
import { FILE_REFUSALS, type FileRefusal } from "@/server/session-file/formats/file-refusal";
import type { SavedSession } from "@/server/session-file/formats/saved-session";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { Secret } from "@/shared/secret";

interface ImportSessionInput {
  readonly connectionId: string;
  /** The file as it is, of any kind: its content tells which. */
  readonly bytes: Buffer;
  readonly passphrase?: Secret | null;
}

interface ImportSavedSessionInput {
  readonly connectionId: string;
  readonly session: SavedSession;
  readonly format: SessionFileFormat;
}

/**
 * {@link importSavedSession} for a file that is still to be read. Throws STORAGE_FILE_UNREADABLE as well, for a file
 * that holds no session, and VALIDATION_INVALID_INPUT where a passphrase is missing or wrong.
 */
export async function importSession(ctx: ServiceContext, input: ImportSessionInput): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const startedAt = ctx.clock.now();
  const reading = await decodeSessionFile(input.bytes, sessionFileOpener(ctx, input.passphrase ?? null));
  if (reading.kind === "session") {
    const { session, format } = reading;
    return importSavedSession(ctx, { connectionId: connection.id, session, format });
  }
  const error = refusalOf(reading.reason);
  const { reason, deviceToken } = reading;
  const format = reading.format ?? "unknown";
  await settleRefusedImport(ctx, connection, { startedAt, format, reason, deviceToken, error });
  throw error;
}

/**
 * Makes the session in a file, as `readSessionFile` gave it, the connection's own, as a login would: the tokens are
 * tried at the broker, which also says whose they are, and the device token becomes the connection's. An access token
 * that is over is renewed by the refresh token, which the program that wrote the file can't use any more then. A
 * session that the connection has is replaced; it is not ended at the broker, where it may be the same.
 *
 * Throws AUTH_ACCOUNT_MISMATCH for the session of another account than the connection had before, CONN_OTHER_HOSTS for
 * one of another server, AUTH_MFA_REQUIRED where a second factor is asked for and none was ever given on this
 * connection, VALIDATION_INVALID_INPUT for one of another broker, AUTH_SESSION_EXPIRED where only a login
 * helps, API_CONFLICT while a login or a renewal is under way, API_SESSION_LIMIT, or the broker's trouble. Each
 * failure is an audit event.
 */
export async function importSavedSession(
  ctx: ServiceContext,
  input: ImportSavedSessionInput,
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const startedAt = ctx.clock.now();
  const { session: saved, format } = input;
  try {
    const { adopted, deviceToken } = await adopt(ctx, connection, saved);
    await settleImport(ctx, connection, { startedAt, format, deviceToken, adopted });
  } catch (error) {
    // Whose the tokens were is not known where the broker refused them; another account's device stays out.
    const deviceToken = codeOf(error) === "AUTH_SESSION_EXPIRED" ? saved.deviceToken : null;
    await settleRefusedImport(ctx, connection, { startedAt, format, reason: null, deviceToken, error });
    throw error;
  }
  ctx.feed.changed(actor.userId);
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}

async function adopt(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  saved: SavedSession,
): Promise<{ adopted: AdoptedSession; deviceToken: Secret | null }> {
  if (connection.status === "connecting" || connection.status === "challenge") {
    throw new AppError("API_CONFLICT", "A sign-in is under way; finish or cancel it first");
  }
  const broker = brokerOf(ctx, connection.broker);
  const calls = brokerCalls(ctx, connection, "login");
  if (calls.adopt === null || (saved.broker !== null && saved.broker !== connection.broker)) {
    throw new AppError("VALIDATION_INVALID_INPUT", "The file does not hold a session of this broker");
  }
  const isOfOtherHosts = saved.hosts !== null && saved.hosts !== hostsOf(broker);
  if (isOfOtherHosts || !talksToItsHosts(connection, broker)) {
    throw new AppError("CONN_OTHER_HOSTS");
  }
  if (lacksSecondFactor(ctx, connection, false)) {
    throw new AppError("AUTH_MFA_REQUIRED");
  }
  // Before anything is sent: a refresh token that is spent for nothing is lost.
  await ctx.storage.transaction((tx) => requireRoom(ctx, tx, connection));
  const own = await readCredential(ctx, ctx.storage, connection, DEVICE_TOKEN);
  const deviceToken = saved.deviceToken ?? own ?? broker.createDeviceToken();
  const { accessToken, readOnlyToken, refreshToken, expiresAt } = saved;
  const expiresInSeconds = ctx.settings.brokerSessionSeconds;
  const tokens = { accessToken, readOnlyToken, refreshToken, deviceToken, expiresAt, expiresInSeconds };
  return { adopted: await calls.adopt(tokens), deviceToken };
}

function refusalOf(reason: FileRefusal): AppError {
  const sentence = FILE_REFUSALS[reason];
  return reason === "passphrase_needed" || reason === "passphrase_wrong"
    ? new AppError("VALIDATION_INVALID_INPUT", sentence, { fields: { passphrase: sentence } })
    : new AppError("STORAGE_FILE_UNREADABLE", `The session file was refused: ${sentence}`);
}
