import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { beginLogin } from "@/server/services/connections/begin-login";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { brokerOf, loadConnection } from "@/server/services/connections/load-connection";
import { resolveCredentials } from "@/server/services/connections/resolve-credentials";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView, StartLoginInput } from "@/shared/schemas/connection";
import { disposeAll, type Secret } from "@/shared/secret";

/**
 * Signs in at the broker: sends the credentials once and returns the connection as the broker's first answer
 * leaves it (connected, waiting for the person, or failed). Throws VALIDATION_* before anything is sent,
 * AUTH_LOGIN_LOCKED while the login guard holds, API_SESSION_LIMIT when the person has as many live sessions as
 * allowed, API_CONFLICT when a login is going on, STORAGE_BACKEND_* where what is to be kept can't be. `device` is an identity that the broker knows already: it takes the
 * place of the connection's own.
 */
export async function startLogin(
  ctx: ServiceContext,
  input: StartLoginInput,
  device?: Secret,
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const broker = brokerOf(ctx, connection.broker);
  const keep = keepOf(broker.description, input);
  if (keep.size > 0) {
    await requirePlaceFor(ctx);
  }
  if (input.rememberTotpSecret === true) {
    // With password and secret here two factors are one: the person proves again who they are.
    const password = input.confirmPassword;
    await confirmPerson(ctx, actor, { password, type: "CREDENTIALS_STORED", targetId: connection.id });
  }
  const credentials = await resolveCredentials(ctx, connection, broker, input.credentials);
  let begun: Awaited<ReturnType<typeof beginLogin>>;
  try {
    begun = await beginLogin(ctx, connection, broker, credentials, { by: "person", keep, device });
  } finally {
    disposeAll(credentials);
  }
  if (begun.kind === "held") {
    throw new AppError("AUTH_LOGIN_LOCKED", undefined, {
      retryAfterSeconds: Math.ceil((begun.notBefore.getTime() - ctx.clock.now().getTime()) / 1000),
    });
  }
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}

/** Before anything is sent: what the person wants kept could be put where this install keeps it. */
async function requirePlaceFor(ctx: ServiceContext): Promise<void> {
  const backend = ctx.credentialBackends.current();
  if (!backend.canWrite) {
    throw new AppError("STORAGE_BACKEND_READ_ONLY");
  }
  const { isUp, reason } = await backend.check();
  if (!isUp) {
    throw new AppError("STORAGE_BACKEND_UNAVAILABLE", reason ?? undefined);
  }
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
