import { handleRequest } from "@/server/rest/handle-request";
import type { RestRoute } from "@/server/rest/rest-route";
import { allRoutes } from "@/server/rest/routes/all-routes";
import { addToken, type TokenPlan } from "@/server/services/api-tokens/add-token";
import type { Services } from "@/server/services/service-context";
import { SCOPE_NAMES, type TokenReach, WHOLE_REACH } from "@/shared/schemas/api-token";

/** Makes a token of a person; with every scope and the whole reach unless told otherwise. Its text. */
export async function giveToken(
  services: Services,
  ownerId: string,
  plan: Partial<Omit<TokenPlan, "reach">> & { readonly reach?: Partial<TokenReach> } = {},
): Promise<string> {
  const { text } = await services.storage.transaction((tx) =>
    addToken(services, tx, {
      ownerId,
      name: "Test program",
      scopes: [...SCOPE_NAMES],
      allowedAddresses: [],
      requestsPerMinute: 6000,
      expiresAt: new Date(services.clock.now().getTime() + 86_400_000),
      replaces: null,
      ...plan,
      reach: { ...WHOLE_REACH, ...plan.reach },
    }),
  );
  return text.reveal();
}

export interface ApiCall {
  readonly method?: string;
  /** After `/api/v1`, with its query. */
  readonly path: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** A request of a program to the API, by the real handler. */
export function callApi(
  services: Services,
  { method = "GET", path, token, headers = {}, body, signal }: ApiCall,
  routes: readonly RestRoute[] = allRoutes,
): Promise<Response> {
  const request = new Request(`http://wheelhouse.test/api/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  const facts = { id: "request-1", ipAddress: "192.0.2.10", userAgent: "Test program" } as const;
  return handleRequest(services, routes, request, { ...facts, interface: "api" });
}
