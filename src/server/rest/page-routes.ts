import type { ParameterDescription, RouteDescription } from "@/server/rest/describe-routes";
import type { JsonSchema } from "@/server/rest/json-schema-of";

/** A parameter in words. */
export interface PageParameter extends Omit<ParameterDescription, "schema"> {
  /** Such as `date` or `list of text`. */
  readonly type: string;
  /** All values that it may have, where they are few. */
  readonly choices: readonly string[];
  /** What it is without a value; null where that goes without saying. */
  readonly standard: string | null;
}

/** A route as the page of the API shows it. */
export interface PageRoute
  extends Pick<
    RouteDescription,
    "operationId" | "method" | "path" | "noun" | "summary" | "description" | "scopes" | "status"
  > {
  readonly parameters: readonly PageParameter[];
  /** Examples as text; null where there is no body, or no JSON. */
  readonly bodyExample: string | null;
  readonly replyExample: string | null;
  readonly mediaType: string;
}

const MOST_CHOICES = 12;

/** Routes in the little that a page needs: their schemas are in the description for programs. */
export function pageRoutes(routes: readonly RouteDescription[]): PageRoute[] {
  return routes.map(({ permission: _permission, parameters, body, reply, ...route }) => ({
    ...route,
    parameters: parameters.map(({ schema, ...parameter }) => ({
      ...parameter,
      type: typeOf(schema),
      choices: choicesOf(schema),
      standard: schema["default"] === undefined ? null : JSON.stringify(schema["default"]),
    })),
    bodyExample: body === null ? null : pretty(body.example),
    replyExample: reply === null ? null : pretty(reply.example),
  }));
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function typeOf(schema: JsonSchema): string {
  const { type, format, items } = schema;
  if (type === "array" && isSchema(items)) return `list of ${typeOf(items)}`;
  if (format === "date-time") return "time";
  if (typeof format === "string") return format;
  return typeof type === "string" && type !== "string" ? type : "text";
}

function choicesOf(schema: JsonSchema): string[] {
  const { enum: choices, items } = schema;
  if (isSchema(items)) return choicesOf(items);
  return Array.isArray(choices) && choices.length <= MOST_CHOICES ? choices.map(String) : [];
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
