import { z } from "zod";
import { parseBody, parseParameters } from "@/server/rest/parse-parameters";
import type { UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import type { Permission } from "@/shared/permissions";
import type { Scope } from "@/shared/schemas/api-token";
import type { RequestBudget } from "@/shared/schemas/connection";

export type RestMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may call a route. `scoped`: a person whose roles carry the permission, by a token with one of the scopes; the
 * verb behind asks again and keeps to the token's reach. `token`: whoever has a token that may act. `open`: everybody.
 */
export type RouteAccess =
  | { readonly kind: "open"; readonly reason: string }
  | { readonly kind: "token" }
  | {
      readonly kind: "scoped";
      readonly permission: Permission;
      readonly scopes: readonly [Scope, ...Scope[]];
    };

export type ScopedAccess = Exclude<RouteAccess, { readonly kind: "open" }>;

/** Access for a permission by a token with any of these scopes. */
export function scoped(permission: Permission, ...scopes: readonly [Scope, ...Scope[]]): ScopedAccess {
  return { kind: "scoped", permission, scopes };
}

/** The services, the person behind the token, the token, and what is left of its requests. */
export interface RestContext extends ServiceContext {
  readonly actor: UserActor;
  readonly token: ApiTokenRecord;
  readonly budget: RequestBudget;
  /** Aborted when the caller has gone away. */
  readonly signal: AbortSignal;
}

/** What every route says about itself; dispatch, the API description, its page and the tests are made from it. */
interface Described {
  readonly method: RestMethod;
  /**
   * Under `/api/v1`, such as `/connections/{id}/status`. A last `{path*}` takes the rest of the path as it was sent,
   * still percent-encoded; other parameters arrive decoded.
   */
  readonly path: `/${string}`;
  /** Unique; names the operation in clients that are generated. */
  readonly operationId: string;
  /** Groups the routes on the page. */
  readonly noun: string;
  readonly summary: string;
  /** More for the reader, where the summary does not say it all. */
  readonly description?: string;
}

/** Text as it came, for the schemas to judge: a parameter that was given twice is a list. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Parsed JSON; `{}` without a body. */
  readonly body: unknown;
}

/** Answers with JSON. */
export interface JsonRoute extends Described {
  readonly kind: "json";
  readonly access: ScopedAccess;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodObject;
  readonly output: z.ZodType;
  readonly status: 200 | 201;
  run(ctx: RestContext, raw: RawInput): Promise<unknown>;
}

/** Answers with whatever it likes; limits, request id and caching rules are added to its headers. */
export interface StreamRoute extends Described {
  readonly kind: "stream";
  readonly access: ScopedAccess;
  readonly params: z.ZodObject;
  /** Null: the query, like the body, is the route's own to read from the request. */
  readonly query: z.ZodObject | null;
  /** What it answers with, for the description. */
  readonly mediaType: string;
  run(ctx: RestContext, raw: RawInput, request: Request): Promise<Response>;
}

/** Needs no token and takes nothing. */
export interface OpenRoute extends Described {
  readonly kind: "open";
  readonly method: "GET";
  readonly access: Extract<RouteAccess, { readonly kind: "open" }>;
  readonly output: z.ZodType;
  run(ctx: ServiceContext): Promise<{ readonly status: 200 | 503; readonly body: unknown }>;
}

export type RestRoute = JsonRoute | StreamRoute | OpenRoute;

/** For what a route does not take. */
export const nothing = z.strictObject({});

interface JsonDefinition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Output extends z.ZodType,
> extends Described {
  readonly access: ScopedAccess;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** What is answered; anything else that the verb returns is dropped. */
  readonly output: Output;
  /** Default: 200. */
  readonly status?: 200 | 201;
  run(
    ctx: RestContext,
    input: {
      readonly params: z.output<Params>;
      readonly query: z.output<Query>;
      readonly body: z.output<Body>;
    },
  ): Promise<z.input<Output>>;
}

/**
 * A route that answers with JSON. All three inputs are `z.strictObject`s with every text bounded; {@link nothing}
 * where there is none. Running it throws what the verb throws, API_INVALID_REQUEST for parameters that do not fit, and
 * VALIDATION_INVALID_INPUT for such a body.
 */
export function jsonRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Output extends z.ZodType,
>(definition: JsonDefinition<Params, Query, Body, Output>): JsonRoute {
  const { params, query, body, output, status = 200 } = definition;
  return {
    ...definition,
    kind: "json",
    status,
    run: async (ctx, raw) => {
      const input = {
        params: parseParameters(params, raw.params),
        query: parseParameters(query, raw.query),
        body: parseBody(body, raw.body),
      };
      return output.parse(await definition.run(ctx, input));
    },
  };
}

interface StreamDefinition<Params extends z.ZodObject, Query extends z.ZodObject> extends Described {
  readonly access: ScopedAccess;
  readonly params: Params;
  readonly query: Query | null;
  readonly mediaType: string;
  run(
    ctx: RestContext,
    input: { readonly params: z.output<Params>; readonly query: z.output<Query> | null },
    request: Request,
  ): Promise<Response>;
}

/** A route that makes its own response. What it throws before it has one is answered like any error. */
export function streamRoute<Params extends z.ZodObject, Query extends z.ZodObject>(
  definition: StreamDefinition<Params, Query>,
): StreamRoute {
  const { params, query } = definition;
  return {
    ...definition,
    kind: "stream",
    run: async (ctx, raw, request) => {
      const input = {
        params: parseParameters(params, raw.params),
        query: query === null ? null : parseParameters(query, raw.query),
      };
      return definition.run(ctx, input, request);
    },
  };
}
