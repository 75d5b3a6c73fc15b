import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "@/server/observability/metrics";
import type { Readiness } from "@/server/readiness";
import { API_ADDRESSES } from "@/shared/addresses";
import type { Secret } from "@/shared/secret";

export interface ProbeSettings {
  /** Begins with a slash, or is empty. */
  readonly basePath: string;
  /** Without one there is no address for Prometheus. */
  readonly metricsToken: Secret | undefined;
  readonly metrics: Pick<Metrics, "expose">;
  readonly readiness: () => Promise<Readiness>;
}

/**
 * Answers what watches the process, before any page is asked: `/api/health/live`, `/api/health/ready` and
 * `/api/metrics`. False: the request is for the app.
 */
export async function answerProbe(
  request: IncomingMessage,
  response: ServerResponse,
  settings: ProbeSettings,
): Promise<boolean> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (!path.startsWith(`${settings.basePath}${API_ADDRESSES.all}`)) return false;
  const isRead = request.method === "GET" || request.method === "HEAD";
  switch (path.slice(settings.basePath.length)) {
    case API_ADDRESSES.live:
      if (isRead) sendJson(response, 200, { status: "live" });
      else refuseMethod(response);
      return true;
    case API_ADDRESSES.ready:
      if (isRead) await answerReady(response, settings);
      else refuseMethod(response);
      return true;
    case API_ADDRESSES.metrics:
      if (settings.metricsToken === undefined) sendJson(response, 404, { status: "not found" });
      else if (isRead) await answerMetrics(request, response, settings.metricsToken, settings.metrics);
      else refuseMethod(response);
      return true;
    default:
      return false;
  }
}

async function answerReady(response: ServerResponse, { readiness }: ProbeSettings): Promise<void> {
  const { ready, problems } = await readiness();
  sendJson(response, ready ? 200 : 503, { status: ready ? "ready" : "not ready", problems });
}

async function answerMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  token: Secret,
  metrics: Pick<Metrics, "expose">,
): Promise<void> {
  if (!bears(request.headers.authorization, token)) {
    response.setHeader("www-authenticate", 'Bearer realm="metrics"');
    sendJson(response, 401, { status: "the token for metrics is missing or wrong" });
    return;
  }
  const { contentType, text } = await metrics.expose();
  response.writeHead(200, { "content-type": contentType });
  response.end(text);
}

/** Compares hashes, which are of one length, in a time that tells nothing. */
function bears(authorization: string | undefined, token: Secret): boolean {
  const given = /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(token.reveal()));
}

function refuseMethod(response: ServerResponse): void {
  response.setHeader("allow", "GET, HEAD");
  sendJson(response, 405, { status: "method not allowed" });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
