import { lookup } from "node:dns";
import ipaddr from "ipaddr.js";
import { Agent } from "undici";
import { failureCode } from "@/server/http/failure-code";
import { guardLookup, isPublicAddress } from "@/server/http/public-address";
import { AppError } from "@/shared/app-error";

export interface PublicRequest {
  /** As a person typed it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PublicReply {
  readonly status: number;
  /** As it was sent: seconds or an HTTP date. */
  readonly retryAfter: string | null;
}

export interface PublicClientOptions {
  /** `host` or `host:port` that may be on the own network, with http or https. */
  readonly privateHosts: readonly string[];
  readonly userAgent: string;
  /** For the connection, the headers and the body, each: 10 seconds unless given. */
  readonly timeoutMs?: number;
}

export interface PublicClient {
  /**
   * Posts once and gives the status, whatever it is; a redirect is not followed, and the reply's body is thrown away.
   * Throws AppError: CONN_ADDRESS_REFUSED for what may not be reached, before anything is sent; CONN_TIMEOUT,
   * CONN_SSL_ERROR, CONN_NETWORK_ERROR, CONN_UNEXPECTED_REPLY. No error holds a part of the address.
   */
  post(request: PublicRequest): Promise<PublicReply>;
  /** Ends all connections, those in use included. */
  close(): Promise<void>;
}

/** Bytes of a reply's body that are read before the connection is dropped. */
const MAX_REPLY_BYTES = 64 * 1024;

/**
 * A client for addresses that people type. It reaches https on public addresses only, judged when the connection is
 * made; what `privateHosts` names is exempt. So nobody can make the server talk to its own network.
 */
export function createPublicClient({
  privateHosts,
  userAgent,
  timeoutMs = 10_000,
}: PublicClientOptions): PublicClient {
  const options = { connections: 4, pipelining: 1, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const toPublic = new Agent({
    ...options,
    connect: { timeout: timeoutMs, autoSelectFamily: true, lookup: guardLookup(lookup) },
  });
  const toPrivate = new Agent({ ...options, connect: { timeout: timeoutMs } });
  const privateNames = new Set(privateHosts.map(hostAndPort));

  function route(text: string): { url: URL; agent: Agent } {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !["http:", "https:"].includes(url.protocol) || url.username + url.password !== "") {
      throw new AppError("CONN_ADDRESS_REFUSED");
    }
    const port = url.port || (url.protocol === "https:" ? "443" : "80");
    const names = [`${url.hostname}:`, `${url.hostname}:${port}`];
    if (names.some((name) => privateNames.has(name))) return { url, agent: toPrivate };
    // A socket looks up names only: an address that stands in the URL itself is judged here.
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (url.protocol !== "https:" || (ipaddr.isValid(host) && !isPublicAddress(host))) {
      throw new AppError("CONN_ADDRESS_REFUSED");
    }
    return { url, agent: toPublic };
  }

  return {
    post: async ({ url: text, headers, body }) => {
      const { url, agent } = route(text);
      try {
        const reply = await agent.request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: "POST",
          headers: { "user-agent": userAgent, ...headers },
          body,
          // The body time-out counts idle time only: without this a trickle of bytes would never end.
          signal: AbortSignal.timeout(3 * timeoutMs),
        });
        // The status has said it all: a body that is too long or breaks off changes nothing.
        await reply.body.dump({ limit: MAX_REPLY_BYTES });
        const retryAfter = reply.headers["retry-after"];
        return { status: reply.statusCode, retryAfter: typeof retryAfter === "string" ? retryAfter : null };
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError(failureCode(error), undefined, { cause: new Error(systemCode(error)) });
      }
    },
    close: async () => {
      await Promise.all([toPublic.destroy(), toPrivate.destroy()]);
    },
  };
}

/** `host:port` in the way URLs spell them; the port is empty where none is given. */
function hostAndPort(entry: string): string {
  const port = /:\d+$/.exec(entry)?.[0] ?? ":";
  const host = entry.replace(/:\d+$/, "");
  return new URL(`http://${host}`).hostname + port;
}

/** Such as ENOTFOUND or TimeoutError. The failure's message is left behind: it may name the host or show a piece of the reply. */
function systemCode(error: unknown): string {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  return String(typeof code === "string" ? code : name);
}
