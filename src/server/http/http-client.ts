import { Agent, buildConnector } from "undici";
import { parseAllowedUrl } from "@/server/http/allowed-url";
import { decodeBody } from "@/server/http/decode-body";
import { failureCause, failureCode } from "@/server/http/failure-code";
import type {
  HttpClient,
  HttpReply,
  HttpReplyHead,
  HttpRequest,
  HttpStreamRequest,
} from "@/server/http/http.port";
import { openStream } from "@/server/http/open-stream";
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

/** How long each part of an exchange may take. Read anew for each: a getter lets a changed setting count at once. */
export interface HttpTimeouts {
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
}

export interface HttpClientOptions extends HttpTimeouts {
  /** Such as `https://api.robinhood.com`. Nothing else is ever connected to. */
  readonly allowedOrigins: readonly string[];
  /** Connections, and so requests at once, for each origin. */
  readonly connections: number;
  /** Bytes of one reply, counted before and after decompression. */
  readonly maxReplyBytes: number;
  /** Replies of any size that may be read at once, on connections of their own: slow readers hold up nobody else. */
  readonly mostStreams?: number;
  /** A stream ends when nobody takes its bytes for so long. */
  readonly streamStallTimeoutMs?: number;
  readonly userAgent: string;
  /** PEM: the certificate authorities that are trusted instead of those that Node trusts. */
  readonly certificateAuthority?: string | undefined;
  readonly observe?: (observation: HttpObservation) => void;
}

const MOST_STREAMS = 20;
const STREAM_STALL_TIMEOUT_MS = 60_000;

/** A client with connections of its own that reaches the listed origins only. Times are milliseconds. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const origins = new Set(options.allowedOrigins.map((origin) => new URL(origin).origin));
  const { mostStreams = MOST_STREAMS, streamStallTimeoutMs = STREAM_STALL_TIMEOUT_MS } = options;
  const shared = {
    pipelining: 1,
    connect: connectorOf(options),
  };
  const agent = new Agent({
    ...shared,
    connections: options.connections,
    maxResponseSize: options.maxReplyBytes,
  });
  const streams = new Agent({ ...shared, connections: mostStreams });
  let openStreams = 0;

  async function exchange(url: URL, request: HttpRequest): Promise<HttpReply> {
    const { connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs } = options;
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
      signal: AbortSignal.timeout(connectTimeoutMs + headersTimeoutMs + bodyTimeoutMs),
      headersTimeout: headersTimeoutMs,
      bodyTimeout: bodyTimeoutMs,
    });
    const headers = Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const bytes = Buffer.from(await reply.body.arrayBuffer());
    const body = await decodeBody(bytes, headers["content-encoding"], options.maxReplyBytes);
    return { status: reply.statusCode, headers, body };
  }

  async function open(url: URL, request: HttpStreamRequest) {
    if (openStreams >= mostStreams) {
      const message = "As many replies as may be read at once are being read";
      throw new AppError("API_BUDGET_SPENT", message, { retryAfterSeconds: 1 });
    }
    openStreams += 1;
    const { connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs } = options;
    const headTimeoutMs = connectTimeoutMs + headersTimeoutMs;
    const send = (signal: AbortSignal) =>
      streams.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { "user-agent": options.userAgent, ...request.headers },
        body: request.body ?? null,
        signal,
        headersTimeout: headersTimeoutMs,
        bodyTimeout: bodyTimeoutMs,
      });
    const { signal } = request;
    const over = () => {
      openStreams -= 1;
    };
    return openStream(send, { headTimeoutMs, stallTimeoutMs: streamStallTimeoutMs, signal, over });
  }

  async function observed<Reply extends HttpReplyHead>(
    { method, route }: Pick<HttpRequest, "method" | "route">,
    url: URL,
    work: Promise<Reply>,
  ): Promise<Reply> {
    const startedAt = performance.now();
    const tell = (status: number | null, outcome: HttpObservation["outcome"]) => {
      const durationMs = performance.now() - startedAt;
      options.observe?.({ method, origin: url.origin, route, status, durationMs, outcome });
    };
    let reply: Reply;
    try {
      reply = await work;
    } catch (error) {
      const known = error instanceof AppError ? error : null;
      const code = known?.code ?? failureCode(error);
      tell(null, code);
      throw known ?? new AppError(code, undefined, { cause: failureCause(error) });
    }
    tell(reply.status, "reply");
    return reply;
  }

  return {
    send: async (request) => {
      const url = parseAllowedUrl(request.url, origins);
      return observed(request, url, exchange(url, request));
    },
    open: async (request) => {
      const url = parseAllowedUrl(request.url, origins);
      return observed(request, url, open(url, request));
    },
    close: async () => {
      await Promise.all([agent.destroy(), streams.destroy()]);
    },
  };
}

/** Opens connections with the time-out of the moment; one connector for each, since it keeps the TLS sessions. */
function connectorOf(
  options: Pick<HttpClientOptions, "connectTimeoutMs" | "certificateAuthority">,
): buildConnector.connector {
  const { certificateAuthority } = options;
  const trust = certificateAuthority === undefined ? {} : { ca: certificateAuthority };
  const connectors = new Map<number, buildConnector.connector>();
  return (target, callback) => {
    const timeout = options.connectTimeoutMs;
    const connector = connectors.get(timeout) ?? buildConnector({ timeout, ...trust });
    connectors.set(timeout, connector);
    connector(target, callback);
  };
}
