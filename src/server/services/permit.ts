import type { Actor, ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { hasPermission, type Permission } from "@/shared/permissions";
import type { Scope } from "@/shared/schemas/api-token";

/** A person, at a browser or a terminal, or by a program with a token of theirs. */
export type UserActor = Extract<Actor, { type: "user" }>;

/** The person who acts. Throws AUTH_SIGN_IN_REQUIRED for anybody else, the system included. */
export function requireUser(ctx: Pick<ServiceContext, "actor">): UserActor {
  if (ctx.actor.type !== "user") throw new AppError("AUTH_SIGN_IN_REQUIRED");
  return ctx.actor;
}

/**
 * The person who acts, if one of their roles carries the permission. A program with a token needs the scope as well:
 * what names no scope, no program may do. Whoever names one must keep to the token's reach (`reach.ts`). Throws
 * AUTH_SIGN_IN_REQUIRED, API_PERMISSION_DENIED or API_SCOPE_MISSING. The procedure type checks the role too.
 */
export function permit(ctx: Pick<ServiceContext, "actor">, permission: Permission, scope?: Scope): UserActor {
  const actor = requireUser(ctx);
  if (!hasPermission(actor.roles, permission)) throw new AppError("API_PERMISSION_DENIED");
  if (actor.token !== undefined && !(scope !== undefined && actor.token.grant.scopes.includes(scope))) {
    throw new AppError("API_SCOPE_MISSING", missing(scope));
  }
  return actor;
}

function missing(scope: Scope | undefined): string {
  return scope === undefined
    ? "No API token allows this: it needs a person"
    : `The API token does not have the scope ${scope}`;
}
