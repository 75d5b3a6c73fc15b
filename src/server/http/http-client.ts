import { Agent } from "undici";
import { parseAllowedUrl } from "@/server/http/allowed-url";
import { decodeBody } from "@/server/http/decode-body";
import { failureCause, failureCode } from "@/server/http/failure-code";
import type { HttpClient, HttpReply, HttpRequest } from "@/server/http/http.port";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

/** One finished exchange, for log and metrics. It has no query, header, body or id. */
export interface HttpObservation {
  readonly method: string;
  readonly origin: string;
  readonly route: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly outcome: "reply" | ErrorCode;
}

export interface HttpClientOptions {
  /** Such as `https://api.robinhood.com`. Nothing else is ever connected to. */
  readonly allowedOrigins: readonly string[];
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** Connections, and so requests at once, for each origin. */
  readonly connections: number;
  /** Bytes of one reply, counted before and after decompression. */
  readonly maxReplyBytes: number;
  readonly userAgent: string;
  readonly observe?: (observation: HttpObservation) => void;
}

/** A client with connections of its own that reaches the listed origins only. Times are milliseconds. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const origins = new Set(options.allowedOrigins.map((origin) => new URL(origin).origin));
  const agent = new Agent({
    connections: options.connections,
    pipelining: 1,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.headersTimeoutMs,
    bodyTimeout: options.bodyTimeoutMs,
    maxResponseSize: options.maxReplyBytes,
  });
  const wholeTimeoutMs = options.connectTimeoutMs + options.headersTimeoutMs + options.bodyTimeoutMs;

  async function exchange(url: URL, request: HttpRequest): Promise<HttpReply> {
    const reply = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: {
        "accept-encoding": "gzip, deflate, br",
        "user-agent": options.userAgent,
        ...request.headers,
      },
      body: request.body ?? null,
      // The body time-out counts idle time only: without this a trickle of bytes would never end.
      signal: AbortSignal.timeout(wholeTimeoutMs),
    });
    const headers = Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const bytes = Buffer.from(await reply.body.arrayBuffer());
    const body = await decodeBody(bytes, headers["content-encoding"], options.maxReplyBytes);
    return { status: reply.statusCode, headers, body };
  }

  return {
    send: async (request) => {
      const url = parseAllowedUrl(request.url, origins);
      const startedAt = performance.now();
      const observed = (status: number | null, outcome: HttpObservation["outcome"]) =>
        options.observe?.({
          method: request.method,
          origin: url.origin,
          route: request.route,
          status,
          durationMs: performance.now() - startedAt,
          outcome,
        });
      let reply: HttpReply;
      try {
        reply = await exchange(url, request);
      } catch (error) {
        const code = failureCode(error);
        observed(null, code);
        throw new AppError(code, undefined, { cause: failureCause(error) });
      }
      observed(reply.status, "reply");
      return reply;
    },
    close: () => agent.destroy(),
  };
}
