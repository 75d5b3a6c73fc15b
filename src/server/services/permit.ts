import type { Actor, ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { hasPermission, type Permission } from "@/shared/permissions";

/** A signed-in person. */
export type UserActor = Extract<Actor, { type: "user" }>;

/** The signed-in person who acts. Throws AUTH_SIGN_IN_REQUIRED for anybody else, the system included. */
export function requireUser(ctx: Pick<ServiceContext, "actor">): UserActor {
  if (ctx.actor.type !== "user") throw new AppError("AUTH_SIGN_IN_REQUIRED");
  return ctx.actor;
}

/**
 * The signed-in person, if one of their roles carries the permission. Throws AUTH_SIGN_IN_REQUIRED or
 * API_PERMISSION_DENIED. The procedure type checks the same; verbs ask again, because they have other callers.
 */
export function permit(ctx: Pick<ServiceContext, "actor">, permission: Permission): UserActor {
  const actor = requireUser(ctx);
  if (!hasPermission(actor.roles, permission)) throw new AppError("API_PERMISSION_DENIED");
  return actor;
}
