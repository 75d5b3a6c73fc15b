import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AdmissionSettings, admitRequest } from "@/serve/admit-request";
import { withinRequest } from "@/server/observability/request-scope";
import { runStopHooks } from "@/server/stop-hooks";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Limits on how slowly a client may send; replies, and so event streams, may take as long as they like. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the usual idle time of a reverse proxy, so that it never sends into a closing connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const MAX_HEADER_BYTES = 32_768;

/** The HTTP server in front of the app; not listening yet. `onFailure` hears of errors the app let through. */
export function createWebServer(
  handle: RequestHandler,
  settings: AdmissionSettings,
  onFailure: (cause: unknown) => void,
): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    if (!admitRequest(request, response, settings)) return;
    const scope = { requestId: String(request.headers["x-wheelhouse-request-id"]) };
    withinRequest(scope, () => handle(request, response)).catch((cause: unknown) => {
      onFailure(cause);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "content-type": "text/plain" }).end("Something went wrong");
    });
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  return server;
}

/** Listens. Rejects with one sentence that tells the remedy when the address cannot be had. */
export function listen(server: Server, host: string, port: number): Promise<void> {
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
 * Stops: takes no new connections, runs the stop hooks, which end streams and background work, lets replies under
 * way finish for `graceMs`, then cuts what is left. Resolves when all is closed; the hooks that failed come back.
 */
export async function stopWebServer(
  server: Server,
  graceMs: number,
): Promise<readonly { name: string; cause: unknown }[]> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  const hooks = runStopHooks();
  const bounded = new Promise<"late">((resolve) => setTimeout(resolve, graceMs, "late").unref());
  const failures = await Promise.race([hooks, bounded]);
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
  return failures === "late"
    ? [{ name: "time limit", cause: new Error("A stop hook did not end.") }]
    : failures;
}
