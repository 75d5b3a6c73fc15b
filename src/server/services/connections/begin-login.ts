import type { Broker, LoginInput } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { DEVICE_TOKEN, deviceTokenOf } from "@/server/services/connections/device-token";
import { forgetStored } from "@/server/services/connections/disconnect";
import { eventOwner } from "@/server/services/connections/event-owner";
import { hostsOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import { newLoginLease } from "@/server/services/connections/login-lease";
import type { LoginMemo } from "@/server/services/connections/login-memo";
import { maskLoginName } from "@/server/services/connections/mask";
import { moveConnection } from "@/server/services/connections/move-connection";
import { loginNameField } from "@/server/services/connections/resolve-credentials";
import { runLoginStep } from "@/server/services/connections/run-login-step";
import { requireFreeSession } from "@/server/services/connections/session-limit";
import {
  type OutsideCredential,
  removeOutside,
  storeCredential,
} from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { Secret } from "@/shared/secret";

export type Credentials = Readonly<Record<string, Secret>>;

/** Who begins a login: the person, who may keep what they typed, or the keeper with what is stored. */
type LoginStart =
  | {
      readonly by: "person";
      readonly keep: ReadonlySet<string>;
      /** A device identity that the broker knows, which the connection is to have from now on. */
      readonly device?: Secret | undefined;
    }
  | { readonly by: "keeper" };

/** How the beginning went. `held`: the login guard forbids it, nothing was sent. */
type LoginBegun = { readonly kind: "held"; readonly notBefore: Date } | { readonly kind: "sent" };

/**
 * The one way into a login: notes it in one transaction, then sends the credentials once, and writes what the
 * broker answered. Throws, before anything is sent, API_SESSION_LIMIT and, when a login of the same user is going
 * on or the connection moved meanwhile, API_CONFLICT.
 */
export async function beginLogin(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  broker: Broker,
  credentials: Credentials,
  start: LoginStart,
): Promise<LoginBegun> {
  const guardKey = loginGuardKey(ctx, connection, broker.description, credentials);
  const forgotten: OutsideCredential[] = [];
  const noted = await ctx.storage.transaction(async (tx) => {
    await requireFreeSession(ctx, tx, connection);
    const guard = await tx.loginGuards.hold(guardKey, ctx.clock.now());
    return guard.notBefore > ctx.clock.now()
      ? holdBack(ctx, tx, connection, guard.notBefore)
      : noteLogin(ctx, tx, connection, broker, { credentials, guardKey, start, forgotten });
  });
  await removeOutside(ctx, forgotten);
  ctx.feed.changed(connection.ownerId);
  if (noted.kind === "held") {
    return noted;
  }
  const calls = brokerCalls(ctx, connection, "login");
  try {
    await runLoginStep(ctx, connection, noted.attempt, noted.memo, () => calls.startLogin(noted.login));
  } finally {
    noted.login.deviceToken?.dispose();
  }
  return { kind: "sent" };
}

/** The login guard's key: connections with the same login name at a broker share one guard. */
export function loginGuardKey(
  ctx: Pick<ServiceContext, "cipher">,
  connection: Pick<ConnectionRecord, "id" | "broker">,
  description: BrokerDescription,
  credentials: Credentials,
): string {
  const name = loginNameOf(description, credentials)?.toLowerCase() ?? connection.id;
  return ctx.cipher.fingerprint("login-guard", `${connection.broker}:${name}`);
}

function loginNameOf(description: BrokerDescription, credentials: Credentials): string | null {
  const field = loginNameField(description);
  return field === undefined ? null : (credentials[field.name]?.reveal() ?? null);
}

async function holdBack(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  notBefore: Date,
): Promise<{ kind: "held"; notBefore: Date }> {
  await moveConnection(ctx, tx, connection, { type: "login_held_back", notBefore });
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, connection.ownerId)),
    type: "LOGIN_REFUSED_BY_GUARD",
    outcome: "denied",
    targetId: connection.id,
    details: { broker: connection.broker, notBefore: notBefore.toISOString() },
  });
  return { kind: "held", notBefore };
}

interface Noted {
  readonly kind: "noted";
  readonly attempt: LoginAttemptRecord;
  readonly memo: LoginMemo;
  readonly login: LoginInput;
}

async function noteLogin(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  broker: Broker,
  {
    credentials,
    guardKey,
    start,
    forgotten,
  }: { credentials: Credentials; guardKey: string; start: LoginStart; forgotten: OutsideCredential[] },
): Promise<Noted> {
  if ((await tx.loginAttempts.open()).some((open) => open.guardKey === guardKey)) {
    throw new AppError("API_CONFLICT", "A login of the same user is going on; finish or cancel it first");
  }
  const now = ctx.clock.now();
  const atItsHosts = talksToItsHosts(connection, broker);
  if (!atItsHosts) {
    forgotten.push(...(await forgetStored(ctx, tx, connection)).outside);
  }
  // A session that still serves, or may be saved, is kept until a new one replaces it.
  const held = await tx.brokerSessions.byConnection(connection.id);
  if (held?.status === "invalid") {
    throw new AppError("API_CONFLICT", "The session before is being ended; try again in a moment");
  }
  if (!atItsHosts || held?.status !== "active") {
    await tx.brokerSessions.removeByConnection(connection.id);
  }
  await moveConnection(
    ctx,
    tx,
    connection,
    { type: "login_started" },
    {
      hosts: hostsOf(broker),
      nextAttemptAt: null,
      ...(start.by === "keeper" ? { autoLoginAt: now } : {}),
    },
  );
  const given = start.by === "person" ? start.device : undefined;
  if (given !== undefined) {
    await storeCredential(ctx, tx, connection, DEVICE_TOKEN, given);
  }
  const deviceToken = await deviceTokenOf(ctx, tx, connection, broker);
  const loginName = loginNameOf(broker.description, credentials);
  const memo: LoginMemo = {
    keep: start.by === "person" ? pick(credentials, start.keep) : {},
    loginName: loginName === null ? null : maskLoginName(loginName),
    deviceKnown: given !== undefined || (deviceToken !== null && connection.lastConnectedAt !== null),
  };
  const attempt: LoginAttemptRecord = {
    id: ctx.random.uuid(),
    connectionId: connection.id,
    ownerId: connection.ownerId,
    guardKey,
    outcome: "open",
    step: "contacting_broker",
    challenge: null,
    stateCiphertext: null,
    pollAt: null,
    startedAt: now,
    deadlineAt: new Date(now.getTime() + broker.description.deadlines.loginSeconds * 1000),
    endedAt: null,
    errorCode: null,
    ...newLoginLease(ctx, now),
    version: 1,
  };
  await tx.loginAttempts.create(attempt);
  await recordBeginning(ctx, tx, connection, start, attempt, memo);
  return {
    kind: "noted",
    attempt,
    memo,
    login: {
      credentials,
      deviceToken,
      access: connection.access,
      sessionParams: { expiresInSeconds: ctx.settings.brokerSessionSeconds, scope: "internal" },
    },
  };
}

function pick(credentials: Credentials, names: ReadonlySet<string>): Record<string, Secret> {
  return Object.fromEntries(Object.entries(credentials).filter(([name]) => names.has(name)));
}

async function recordBeginning(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  start: LoginStart,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
): Promise<void> {
  const owner = await eventOwner(ctx, tx, connection.ownerId);
  if (start.by === "keeper") {
    await recordEvent(ctx, tx, {
      ...owner,
      type: "AUTO_LOGIN",
      outcome: "success",
      targetId: connection.id,
      details: { broker: connection.broker, reason: connection.errorCode, loginId: attempt.id },
    });
  }
  await recordEvent(ctx, tx, {
    ...owner,
    type: "LOGIN_STARTED",
    outcome: "success",
    targetId: connection.id,
    details: { broker: connection.broker, access: connection.access, loginName: memo.loginName },
  });
}
