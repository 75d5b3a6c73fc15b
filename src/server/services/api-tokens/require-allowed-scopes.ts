import type { UserActor } from "@/server/services/permit";
import { AppError } from "@/shared/app-error";
import type { TokenGrant } from "@/shared/schemas/api-token";
import { scopesOf, WHOLE_CONNECTION_SCOPES } from "@/shared/scope-permissions";

/**
 * Throws VALIDATION_INVALID_INPUT for scopes that the person's own roles don't carry, and for scopes that a limited
 * token could never use: all of a connection where it is limited to accounts, the audit log where it is limited at all.
 */
export function requireAllowedScopes(actor: UserActor, { scopes, reach }: TokenGrant): void {
  const allowed = scopesOf(actor.roles);
  const beyond = scopes.filter((scope) => !allowed.includes(scope));
  if (beyond.length > 0) throw refused(`Your roles don't allow ${beyond.join(", ")}`);
  const whole = scopes.filter((scope) => WHOLE_CONNECTION_SCOPES.includes(scope));
  if (reach.accountIds !== null && whole.length > 0) {
    throw refused(`A token that is limited to accounts can't have ${whole.join(", ")}`);
  }
  if (scopes.includes("read:audit") && Object.values(reach).some((list) => list !== null)) {
    throw refused("A token with a limited reach can't have read:audit");
  }
}

function refused(hint: string): AppError {
  return new AppError("VALIDATION_INVALID_INPUT", hint, { fields: { scopes: hint } });
}
