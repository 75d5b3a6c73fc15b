import type { IncomingHttpHeaders } from "node:http";

/** How the body of a request was written; `other` is anything that is neither a form nor JSON. */
export type BodyEncoding = "none" | "form" | "json" | "other";

/** A request as the handlers see it: parsed, with the base URL that links in the answer are made from. */
export interface SandboxRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  encoding: BodyEncoding;
  fields: Readonly<Record<string, unknown>>;
  params: Readonly<Record<string, string>>;
  /** No slash at the end, such as `http://127.0.0.1:4010`. */
  baseUrl: string;
}

/** An answer: a JSON body, or a text with its content type, or neither. */
export interface SandboxReply {
  status: number;
  json?: unknown;
  text?: string;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: SandboxRequest) => SandboxReply;

export function json(
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): SandboxReply {
  return headers === undefined ? { status, json: body } : { status, json: body, headers };
}

/** The error shape of Django REST Framework, which Robinhood's answers have. */
export function detail(
  status: number,
  sentence: string,
  headers?: Readonly<Record<string, string>>,
): SandboxReply {
  return json(status, { detail: sentence }, headers);
}

/** A field of the body as text: numbers and booleans as written, anything else missing. */
export function textField(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name];
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return null;
}

/** True for every spelling of true that clients send: `true`, `True`, `TRUE`, `1`. */
export function booleanField(fields: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = textField(fields, name)?.toLowerCase();
  return value === "true" || value === "1";
}

/** A parameter of the path; empty where the route has none of that name. */
export function param(request: SandboxRequest, name: string): string {
  return request.params[name] ?? "";
}
