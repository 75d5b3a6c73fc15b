import { beginLogin } from "@/server/services/connections/begin-login";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { brokerOf, loadConnection } from "@/server/services/connections/load-connection";
import { resolveCredentials } from "@/server/services/connections/resolve-credentials";
import { permit, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView, StartLoginInput } from "@/shared/schemas/connection";
import { Secret } from "@/shared/secret";

/**
 * Signs in at the broker: sends the credentials once and returns the connection as the broker's first answer
 * leaves it (connected, waiting for the person, or failed). Throws VALIDATION_* before anything is sent,
 * AUTH_LOGIN_LOCKED while the login guard holds, API_SESSION_LIMIT when the person has as many live sessions as
 * allowed, API_CONFLICT when a login is going on. `device` is an identity that the broker knows already: it takes the
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
  const credentials = await resolveCredentials(ctx, connection, broker, input.credentials);
  if (input.rememberTotpSecret === true) {
    await confirmPerson(ctx, actor, input.confirmPassword);
  }
  const begun = await beginLogin(ctx, connection, broker, credentials, {
    by: "person",
    keep: keepOf(broker.description, input),
    device,
  });
  if (begun.kind === "held") {
    throw new AppError("AUTH_LOGIN_LOCKED", undefined, {
      retryAfterSeconds: Math.ceil((begun.notBefore.getTime() - ctx.clock.now().getTime()) / 1000),
    });
  }
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
