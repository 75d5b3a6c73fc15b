import type { RestRoute, ScopedAccess } from "@/server/rest/rest-route";
import { authenticateToken } from "@/server/services/api-tokens/authenticate-token";
import { recordEvent } from "@/server/services/audit/record-event";
import { permit, type UserActor } from "@/server/services/permit";
import type { RequestFacts, ServiceContext, Services } from "@/server/services/service-context";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const BEARER = /^bearer +(\S+)$/i;

/**
 * The token of a request and the person behind it. Nothing but `Authorization: Bearer` counts: cookies are not looked
 * at, so that no page can act for the person who has it open. Throws what {@link authenticateToken} throws.
 */
export async function identify(
  services: Services,
  headers: Headers,
  request: RequestFacts,
): Promise<{ actor: UserActor; token: ApiTokenRecord }> {
  const bearer = BEARER.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer === undefined) {
    throw new AppError("AUTH_TOKEN_INVALID", "Send an API token: Authorization: Bearer whl_…");
  }
  return authenticateToken(services, new Secret(bearer), request);
}

/**
 * Asks whether the token may call the route at all, before anything that came with the request is read. Throws
 * API_PERMISSION_DENIED or API_SCOPE_MISSING.
 */
export function requireAccess(ctx: Pick<ServiceContext, "actor">, access: ScopedAccess): void {
  if (access.kind === "token") return;
  const held = ctx.actor.type === "user" ? (ctx.actor.token?.grant.scopes ?? []) : [];
  const [first] = access.scopes;
  permit(ctx, access.permission, access.scopes.find((scope) => held.includes(scope)) ?? first);
}

/** Writes down that a token tried what it or its owner may not do; other errors are not of this kind. */
export async function recordDenial(ctx: ServiceContext, route: RestRoute, error: unknown): Promise<void> {
  const isDenial =
    error instanceof AppError &&
    (error.code === "API_PERMISSION_DENIED" || error.code === "API_SCOPE_MISSING");
  if (!isDenial) return;
  const { access } = route;
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "PERMISSION_DENIED",
      outcome: "denied",
      targetId: `${route.method} ${route.path}`,
      details: {
        errorCode: error.code,
        ...(access.kind === "scoped" && { permission: access.permission, scopes: access.scopes }),
      },
    }),
  );
}
