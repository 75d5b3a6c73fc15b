import type { Broker } from "@/server/brokers/broker";
import { type AutoLoginVerdict, mayAutoLogin } from "@/server/services/connections/auto-login-verdict";
import { beginLogin, type Credentials, loginGuardKey } from "@/server/services/connections/begin-login";
import { talksToItsHosts } from "@/server/services/connections/load-connection";
import { resolveCredentials } from "@/server/services/connections/resolve-credentials";
import { rememberedNames } from "@/server/services/connections/stored-credential";
import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import { disposeAll } from "@/shared/secret";

/** Until then nobody else tries, and a try that met a fault of our own or a full house is not made again. */
const CLAIM_MS = 3_600_000;

/** How soon a keyring or Vault that did not answer is asked again. */
const STORAGE_AWAY_MS = 300_000;

/** Reasons beside those of the verdict that keep stored credentials where they are. */
type Hindrance =
  | Extract<AutoLoginVerdict, { why: string }>["why"]
  | "broker_not_offered"
  | "other_hosts"
  | "member_disabled"
  | "session_kept"
  | "credentials_unreadable"
  | "credential_storage_away";

/** What is known before anything is decided to be sent. */
type Prepared =
  | { readonly kind: "go"; readonly broker: Broker; readonly credentials: Credentials }
  | { readonly kind: "held"; readonly why: Hindrance; readonly until: Date | null };

/**
 * Signs a connection in again with what its person chose to keep, if {@link mayAutoLogin} allows it, and notes when
 * that may be tried next. A challenge waits for the person, who is told. Whether it is wanted at all
 * (`AUTO_RECONNECT`, `AUTO_CONNECT`) is the caller's to know. Never throws for the broker's refusals, nor when
 * another process or the person was first. After a fault of our own it is tried again in an hour.
 */
export async function autoLogin(ctx: ServiceContext, seen: ConnectionRecord): Promise<void> {
  const connection = await planNextLogin(ctx, seen, new Date(ctx.clock.now().getTime() + CLAIM_MS));
  if (connection === null) {
    return;
  }
  const prepared = await prepare(ctx, connection);
  if (prepared.kind === "held") {
    await noteFlight(ctx, connection.id, "keeper", { task: "auto_login", heldBackBy: prepared.why });
    const isAway = prepared.why === "credential_storage_away";
    await planNextLogin(ctx, connection, prepared.until, isAway ? "STORAGE_BACKEND_UNAVAILABLE" : undefined);
    return;
  }
  await noteFlight(ctx, connection.id, "keeper", { task: "auto_login", reason: connection.errorCode });
  try {
    await beginLogin(ctx, connection, prepared.broker, prepared.credentials, { by: "keeper" });
  } catch (error) {
    if (!isOneOf(error, ["API_CONFLICT", "API_SESSION_LIMIT"])) {
      throw error;
    }
    await noteFlight(ctx, connection.id, "keeper", { task: "auto_login", heldBackBy: error.code });
    return;
  } finally {
    disposeAll(prepared.credentials);
  }
  await planAfterLogin(ctx, connection, prepared.broker);
}

async function prepare(ctx: ServiceContext, connection: ConnectionRecord): Promise<Prepared> {
  const never = (why: Hindrance): Prepared => ({ kind: "held", why, until: null });
  const broker = ctx.brokers[connection.broker];
  if (broker === undefined) {
    return never("broker_not_offered");
  }
  if (!talksToItsHosts(connection, broker)) {
    return never("other_hosts");
  }
  const owner = await ctx.storage.users.byId(connection.ownerId);
  if (owner?.disabledAt !== null) {
    return never("member_disabled");
  }
  // A session that was given up for the broker's trouble may still be saved by its person.
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (session !== null && session.status !== "expired") {
    return never("session_kept");
  }
  const stored = await storedNames(ctx, connection, broker);
  if (stored === null) {
    return storageAway(ctx);
  }
  const withoutGuard = mayAutoLogin(connection, stored, broker.description, null, ctx.clock.now());
  if (withoutGuard.kind !== "go") {
    return heldBy(withoutGuard);
  }
  const credentials = await readStored(ctx, connection, broker);
  if (credentials === "away") {
    return storageAway(ctx);
  }
  if (credentials === null) {
    return never("credentials_unreadable");
  }
  const key = loginGuardKey(ctx, connection, broker.description, credentials);
  const guard = await ctx.storage.loginGuards.get(key);
  const verdict = mayAutoLogin(connection, stored, broker.description, guard, ctx.clock.now());
  if (verdict.kind === "go") {
    return { kind: "go", broker, credentials };
  }
  disposeAll(credentials);
  return heldBy(verdict);
}

/** Nothing was refused and nothing is lost: it is tried again when the place of the credentials may be back. */
function storageAway(ctx: ServiceContext): Prepared {
  const until = new Date(ctx.clock.now().getTime() + STORAGE_AWAY_MS);
  return { kind: "held", why: "credential_storage_away", until };
}

/** Null where the place of the credentials is away. */
async function storedNames(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  { description }: Broker,
): Promise<string[] | null> {
  const wanted = description.credentialFields.map(({ name }) => name);
  try {
    return await rememberedNames(ctx, connection, wanted);
  } catch (error) {
    if (isOneOf(error, ["STORAGE_BACKEND_UNAVAILABLE"])) {
      return null;
    }
    throw error;
  }
}

function heldBy(verdict: Exclude<AutoLoginVerdict, { kind: "go" }>): Prepared {
  return { kind: "held", why: verdict.why, until: verdict.kind === "wait" ? verdict.until : null };
}

async function readStored(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  broker: Broker,
): Promise<Credentials | "away" | null> {
  try {
    return await resolveCredentials(ctx, connection, broker, {});
  } catch (error) {
    if (isOneOf(error, ["STORAGE_BACKEND_UNAVAILABLE"])) {
      return "away";
    }
    if (isOneOf(error, ["STORAGE_READ_ERROR", "VALIDATION_INVALID_INPUT", "VALIDATION_MISSING_FIELD"])) {
      return null;
    }
    throw error;
  }
}

/** Only trouble of the network leaves another try open; it is judged here as it will be then. */
async function planAfterLogin(ctx: ServiceContext, { id }: ConnectionRecord, broker: Broker): Promise<void> {
  const current = await ctx.storage.connections.byId(id);
  const stored = current && (await storedNames(ctx, current, broker));
  if (current === null || stored === null) {
    return;
  }
  const verdict = mayAutoLogin(current, stored, broker.description, null, ctx.clock.now());
  if (verdict.kind === "wait") {
    await planNextLogin(ctx, current, verdict.until);
  }
}

/** The connection with its new plan, or null when it moved meanwhile: whoever moved it knows better. */
async function planNextLogin(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  wanted: Date | null,
  errorCode: ErrorCode | null = connection.errorCode,
): Promise<ConnectionRecord | null> {
  const nextAttemptAt = ctx.settings.autoReconnect ? wanted : null;
  const changes = { nextAttemptAt, errorCode, updatedAt: ctx.clock.now() };
  if (!(await ctx.storage.connections.update(connection.id, connection.version, changes))) {
    return null;
  }
  ctx.feed.changed(connection.ownerId);
  return { ...connection, ...changes, version: connection.version + 1 };
}

function isOneOf(error: unknown, codes: readonly ErrorCode[]): error is AppError {
  return error instanceof AppError && codes.includes(error.code);
}
