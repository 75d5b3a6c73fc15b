import type { Broker, LoginInput } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { deviceTokenOf } from "@/server/services/connections/device-token";
import { forgetStored } from "@/server/services/connections/disconnect";
import {
  brokerOf,
  hostsOf,
  loadConnection,
  talksToItsHosts,
} from "@/server/services/connections/load-connection";
import { newLoginLease } from "@/server/services/connections/login-lease";
import type { LoginMemo } from "@/server/services/connections/login-memo";
import { maskLoginName } from "@/server/services/connections/mask";
import { moveConnection } from "@/server/services/connections/move-connection";
import { loginNameField, resolveCredentials } from "@/server/services/connections/resolve-credentials";
import { runLoginStep } from "@/server/services/connections/run-login-step";
import { permit, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView, StartLoginInput } from "@/shared/schemas/connection";
import { Secret } from "@/shared/secret";

/**
 * Signs in at the broker: sends the credentials once and returns the connection as the broker's first answer
 * leaves it (connected, waiting for the person, or failed). Throws VALIDATION_* before anything is sent,
 * AUTH_LOGIN_LOCKED while the login guard holds, API_CONFLICT when a login is going on.
 */
export async function startLogin(ctx: ServiceContext, input: StartLoginInput): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const broker = brokerOf(ctx, connection.broker);
  const credentials = await resolveCredentials(ctx, connection, broker, input.credentials);
  if (input.rememberTotpSecret === true) {
    await confirmPerson(ctx, actor, input.confirmPassword);
  }
  const begun = await beginLogin(ctx, connection, broker, credentials, keepOf(broker.description, input));
  ctx.feed.changed(actor.userId);
  if (begun.kind === "held") {
    throw new AppError("AUTH_LOGIN_LOCKED", undefined, {
      retryAfterSeconds: Math.ceil((begun.notBefore.getTime() - ctx.clock.now().getTime()) / 1000),
    });
  }
  const calls = brokerCalls(ctx, connection, "login");
  await runLoginStep(ctx, connection, begun.attempt, begun.memo, () => calls.startLogin(begun.login));
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}

/** The names of the fields that the person chose to keep. */
function keepOf(description: BrokerDescription, input: StartLoginInput): ReadonlySet<string> {
  const kept = description.credentialFields.filter(
    (field) =>
      (field.remember === "with_consent" && input.remember === true) ||
      (field.remember === "separate_consent" && input.rememberTotpSecret === true),
  );
  return new Set(kept.map((field) => field.name));
}

/** Keeping a TOTP secret makes one factor of two: the person proves again who they are. */
async function confirmPerson(ctx: ServiceContext, actor: UserActor, password: string | undefined) {
  const user = await ctx.storage.users.byId(actor.userId);
  const confirmed = await ctx.passwords.verify(user?.passwordHash ?? null, new Secret(password ?? ""));
  if (!confirmed) {
    throw new AppError("VALIDATION_INVALID_INPUT", "Confirm with your Wheelhouse password", {
      fields: { confirmPassword: "This is not your Wheelhouse password" },
    });
  }
}

type Begun =
  | { readonly kind: "held"; readonly notBefore: Date }
  | {
      readonly kind: "begun";
      readonly attempt: LoginAttemptRecord;
      readonly memo: LoginMemo;
      readonly login: LoginInput;
    };

async function beginLogin(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  broker: Broker,
  credentials: Record<string, Secret>,
  keep: ReadonlySet<string>,
): Promise<Begun> {
  const nameField = loginNameField(broker.description);
  const loginName = nameField === undefined ? null : (credentials[nameField.name]?.reveal() ?? null);
  const guardKey = ctx.cipher.fingerprint(
    "login-guard",
    `${connection.broker}:${loginName?.toLowerCase() ?? connection.id}`,
  );
  return ctx.storage.transaction(async (tx): Promise<Begun> => {
    const now = ctx.clock.now();
    const guard = await tx.loginGuards.hold(guardKey, now);
    if (guard.notBefore > now) {
      await moveConnection(ctx, tx, connection, { type: "login_held_back", notBefore: guard.notBefore });
      await recordEvent(ctx, tx, {
        type: "LOGIN_REFUSED_BY_GUARD",
        outcome: "denied",
        targetId: connection.id,
        details: { broker: connection.broker, notBefore: guard.notBefore.toISOString() },
      });
      return { kind: "held", notBefore: guard.notBefore };
    }
    if ((await tx.loginAttempts.open()).some((open) => open.guardKey === guardKey)) {
      throw new AppError("API_CONFLICT", "A login of the same user is going on; finish or cancel it first");
    }
    if (!talksToItsHosts(connection, broker)) {
      await forgetStored(ctx, tx, connection);
    }
    await moveConnection(ctx, tx, connection, { type: "login_started" }, { hosts: hostsOf(broker) });
    await tx.brokerSessions.removeByConnection(connection.id);
    const deviceToken = await deviceTokenOf(ctx, tx, connection, broker);
    const memo: LoginMemo = {
      keep: Object.fromEntries(
        [...keep].flatMap((name) => (credentials[name] ? [[name, credentials[name]]] : [])),
      ),
      loginName: loginName === null ? null : maskLoginName(loginName),
      deviceKnown: deviceToken !== null && connection.lastConnectedAt !== null,
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
    await recordEvent(ctx, tx, {
      type: "LOGIN_STARTED",
      outcome: "success",
      targetId: connection.id,
      details: { broker: connection.broker, access: connection.access, loginName: memo.loginName },
    });
    return {
      kind: "begun",
      attempt,
      memo,
      login: {
        credentials,
        deviceToken,
        access: connection.access,
        sessionParams: { expiresInSeconds: ctx.settings.brokerSessionSeconds, scope: "internal" },
      },
    };
  });
}
