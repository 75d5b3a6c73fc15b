import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { Server as NetServer } from "node:net";
import { type AdmissionSettings, admitRequest } from "@/serve/admit-request";
import { withinRequest } from "@/server/observability/request-scope";
import { runStopHooks, type StopFailure } from "@/server/stop-hooks";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Limits on how slowly a client may send; replies, and so event streams, may take as long as they like. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the usual idle time of a reverse proxy, so that it never sends into a closing connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const RECONNECT_MS = 1000;
const MAX_HEADER_BYTES = 32_768;

/** The HTTP server in front of the app; not listening yet. `onFailure` hears of errors the app let through. */
export function createWebServer(
  handle: RequestHandler,
  settings: AdmissionSettings,
  onFailure: (cause: unknown) => void,
): Server {
  return withLimits(createServer({ maxHeaderSize: MAX_HEADER_BYTES }, listener(handle, settings, onFailure)));
}

/** The same over TLS; the certificate can be changed by `setSecureContext`. */
export function createSecureWebServer(
  handle: RequestHandler,
  settings: AdmissionSettings,
  onFailure: (cause: unknown) => void,
  { cert, key }: { readonly cert: string; readonly key: string },
): SecureServer {
  const options = { maxHeaderSize: MAX_HEADER_BYTES, cert, key, minVersion: "TLSv1.2" } as const;
  return withLimits(createSecureServer(options, listener(handle, settings, onFailure)));
}

function listener(
  handle: RequestHandler,
  settings: AdmissionSettings,
  onFailure: (cause: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (!admitRequest(request, response, settings)) return;
    const scope = { requestId: String(request.headers["x-wheelhouse-request-id"]) };
    withinRequest(scope, () => handle(request, response)).catch((cause: unknown) => {
      onFailure(cause);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "content-type": "text/plain" }).end("Something went wrong");
    });
  };
}

/** The replies that are under way, by server. */
const replies = new WeakMap<Server | SecureServer, Set<ServerResponse>>();

function withLimits<One extends Server | SecureServer>(server: One): One {
  const open = new Set<ServerResponse>();
  replies.set(server, open);
  server.on("request", (_request: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  return server;
}

/** Listens. Rejects with one sentence that tells the remedy when the address cannot be had. */
export function listen(server: NetServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(new Error(listenProblem(error, host, port)));
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve();
    });
  });
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  const where = `${host}:${port}`;
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is in use: stop the program that listens on ${where}, or choose another port with PORT.`;
  }
  if (error.code === "EACCES")
    return `No permission to listen on ${where}: choose a port from 1024 up with PORT.`;
  return `Cannot listen on ${where} (${error.code ?? "unknown error"}): check HOST and PORT.`;
}

/**
 * Stops: takes no new connections, ends streams and background work by the early stop hooks, lets replies under way
 * finish for `graceMs`, then cuts what is left, and closes what those replies needed by the late hooks. Resolves when
 * all is closed; the hooks that failed come back. `parts` are the servers of the connections that `front` hands on.
 */
export async function stopWebServer(
  front: NetServer,
  graceMs: number,
  parts: readonly (Server | SecureServer)[],
): Promise<readonly StopFailure[]> {
  const closed = new Promise<void>((resolve) => front.close(() => resolve()));
  for (const part of parts) {
    for (const reply of replies.get(part) ?? []) {
      // Its connection is idle after it, and would hold the stop up.
      reply.once("finish", () => setImmediate(() => part.closeIdleConnections()));
      endStream(reply);
    }
  }
  const cut = setTimeout(() => {
    for (const part of parts) part.closeAllConnections();
  }, graceMs);
  const early = await runStopHooks("early", graceMs);
  for (const part of parts) part.closeIdleConnections();
  await closed;
  clearTimeout(cut);
  return [...early, ...(await runStopHooks("late", graceMs))];
}

/** A stream of events has no end of its own. Its reader is told to come back soon: to whoever serves by then. */
function endStream(reply: ServerResponse): void {
  if (!String(reply.getHeader("content-type")).startsWith("text/event-stream")) return;
  reply.end(`retry: ${RECONNECT_MS}\n\n`);
}
