import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { bodyProblem } from "@/serve/body-limit";
import { clientAddress, normaliseAddress, type ProxyCheck } from "@/serve/client-address";
import { requestId } from "@/serve/request-id";
import { securityHeaders } from "@/serve/security-headers";
import { API_ADDRESSES, belowBasePath } from "@/shared/addresses";
import { AppError } from "@/shared/app-error";
import { problemOf } from "@/shared/problem";

export interface AdmissionSettings {
  readonly isTrustedProxy: ProxyCheck;
  readonly isDev: boolean;
  /** Whether browsers are told to come over https from now on. */
  readonly isHttps: boolean;
  /** Whether the web server speaks TLS itself. */
  readonly isOwnTls: boolean;
  /** Path below which the app lives; empty where there is none. */
  readonly basePath: string;
}

const OWN_PREFIX = "x-wheelhouse-";
const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  // A trace goes on from what a trusted proxy began, and from nothing else.
  "traceparent",
  "tracestate",
];
const REFUSALS = {
  411: "The request must say how long its body is.",
  413: "The request's body is larger than 1 MiB.",
} as const;

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}

/** Our own headers are believed by the app, so nobody else may send them; nor may strangers claim a forwarding. */
function strip(request: IncomingMessage, isFromProxy: boolean): void {
  for (const name of Object.keys(request.headers)) {
    const isStrangersForwarding = !isFromProxy && FORWARDED.includes(name);
    if (name.startsWith(OWN_PREFIX) || isStrangersForwarding) delete request.headers[name];
  }
}

/**
 * What happens to every request before the app sees it: own headers (client address, request id) are put on it,
 * security headers on the reply, and a body that is too large is refused. False: the reply has been sent.
 */
export function admitRequest(
  request: IncomingMessage,
  response: ServerResponse,
  settings: AdmissionSettings,
): boolean {
  const peer = normaliseAddress(request.socket.remoteAddress ?? "");
  const isFromProxy = peer !== null && settings.isTrustedProxy(peer);
  const forwardedFor = single(request.headers["x-forwarded-for"]);
  const client = clientAddress(request.socket.remoteAddress, forwardedFor, settings.isTrustedProxy);
  const id = requestId(single(request.headers["x-request-id"]), isFromProxy, randomUUID);
  const address = belowBasePath(request.url ?? "/", settings.basePath);
  const path = address.split("?", 1)[0] ?? "/";
  const headers = securityHeaders({
    nonce: randomBytes(16).toString("base64"),
    isDev: settings.isDev,
    isHttps: settings.isHttps,
    path,
  });

  strip(request, isFromProxy);
  if (client !== null) request.headers["x-wheelhouse-client-address"] = client;
  if (settings.isOwnTls) request.headers["x-forwarded-proto"] = "https";
  request.headers["x-wheelhouse-request-id"] = id;
  request.headers["x-wheelhouse-path"] = address;
  request.headers["x-wheelhouse-base-path"] = settings.basePath;
  request.headers["content-security-policy"] = headers["content-security-policy"];
  response.setHeader("x-request-id", id);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);

  const refusal = bodyProblem(request.headers);
  if (refusal === null) return true;
  // Programs are told of every failure in one shape.
  const isProgram = path.startsWith(`${API_ADDRESSES.rest}/`);
  response.writeHead(refusal, {
    "content-type": isProgram ? "application/problem+json" : "text/plain; charset=utf-8",
    connection: "close",
  });
  response.end(isProgram ? problemText(refusal, path, settings.basePath, id) : REFUSALS[refusal]);
  return false;
}

function problemText(
  refusal: keyof typeof REFUSALS,
  path: string,
  basePath: string,
  requestId: string,
): string {
  const error = new AppError("API_INVALID_REQUEST", REFUSALS[refusal]);
  return JSON.stringify(problemOf(error, { path, basePath, requestId, now: new Date(), status: refusal }));
}
