import { API_ADDRESSES } from "@/shared/addresses";
import { queryText } from "./address";
import { errorOfAnswer, errorOfProblem, errorOfTransport, WheelhouseError } from "./wheelhouse-error";

export interface ClientOptions {
  /** Where Wheelhouse's pages are, such as `http://localhost:3000`. */
  readonly baseUrl: string;
  /** An API token, `whl_…`. */
  readonly token: string;
  /** Keep the answers to reads and ask only whether they changed (ETag). Default: false. */
  readonly cache?: boolean;
  /** How long an answer may take. Default: 60 seconds. */
  readonly timeoutMs?: number;
  /** The longest `Retry-After` that a read waits for. Default: 60 seconds. */
  readonly longestWaitSeconds?: number;
  /** Takes the place of the platform's. */
  readonly fetch?: typeof fetch;
  /** Takes the place of a timer. */
  readonly wait?: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions extends CallOptions {
  /** For a write that must happen once also when the program starts anew; one is made unless given. */
  readonly idempotencyKey?: string | undefined;
}

export interface OpenInit extends CallOptions {
  readonly method: string;
  readonly headers?: Headers;
  readonly body?: RequestInit["body"];
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Sent {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly signal: AbortSignal | undefined;
}

const MOST_KEPT = 200;

/** Requests to `/api/v1` with the token. Whatever goes wrong is thrown as a WheelhouseError. */
export class ApiTransport {
  readonly #root: string;
  readonly #token: string;
  readonly #timeoutMs: number;
  readonly #longestWaitSeconds: number;
  readonly #fetch: typeof fetch;
  readonly #kept: Map<string, { readonly etag: string; readonly text: string }> | null;
  readonly wait: (durationMs: number, signal?: AbortSignal) => Promise<void>;

  constructor(options: ClientOptions) {
    if (options.token.trim() === "") throw new TypeError("An API token is needed");
    this.#root = `${options.baseUrl.replace(/\/+$/, "")}${API_ADDRESSES.rest}`;
    this.#token = options.token.trim();
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#longestWaitSeconds = options.longestWaitSeconds ?? 60;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#kept = options.cache === true ? new Map() : null;
    this.wait = options.wait ?? pause;
  }

  /** GET. A 429 or 503 with `Retry-After` is waited for and asked again, once. */
  async read<T>(path: string, query: object, options: CallOptions): Promise<T> {
    const address = `${this.#root}${path}${queryText(query)}`;
    const known = this.#kept?.get(address);
    const headers = new Headers(known === undefined ? {} : { "if-none-match": known.etag });
    const sent: Sent = { method: "GET", headers, signal: options.signal };
    let answer = await this.#exchange(address, sent);
    const seconds = answer.status === 429 || answer.status === 503 ? retryAfterOf(answer.headers) : null;
    if (seconds !== null && seconds <= this.#longestWaitSeconds) {
      await this.wait(seconds * 1000, options.signal);
      answer = await this.#exchange(address, sent);
    }
    if (answer.status === 304 && known !== undefined) return JSON.parse(known.text);
    const value = jsonOf<T>(answer);
    this.#keep(address, answer);
    return value;
  }

  /** Any other method. An answer that got lost on the way is asked for once more, with the same idempotency key. */
  async write<T>(method: string, path: string, body: unknown, options: WriteOptions): Promise<T> {
    const headers = new Headers({ "idempotency-key": options.idempotencyKey ?? crypto.randomUUID() });
    if (body !== undefined) headers.set("content-type", "application/json");
    const sent: Sent = {
      method,
      headers,
      signal: options.signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const address = `${this.#root}${path}`;
    const answer = await this.#exchange(address, sent).catch((error: unknown) => {
      if (error instanceof WheelhouseError && error.name === "CONN_NETWORK_ERROR") {
        return this.#exchange(address, sent);
      }
      throw error;
    });
    return jsonOf<T>(answer);
  }

  /** The status and text of a read, whatever it says. */
  async look(path: string, options: CallOptions): Promise<{ status: number; text: string }> {
    return this.#exchange(`${this.#root}${path}`, {
      method: "GET",
      headers: new Headers(),
      signal: options.signal,
    });
  }

  /**
   * An answer whose body is still to be read: its time is not limited. A problem of Wheelhouse's own is thrown; anything
   * else, errors of a broker included, is returned. `path` must stay under `within`.
   */
  async open(within: string, path: string, init: OpenInit): Promise<Response> {
    const url = new URL(`${this.#root}${within}${path}`);
    if (!url.pathname.startsWith(`${new URL(this.#root).pathname}${within}`)) {
      throw new TypeError("The path leads elsewhere");
    }
    const { method, headers = new Headers(), body = null, signal } = init;
    headers.set("authorization", `Bearer ${this.#token}`);
    const redirect = method === "GET" || method === "HEAD" ? "follow" : "manual";
    const response = await this.#within(signal, (until) =>
      this.#fetch(url, { method, headers, body, redirect, signal: until }),
    );
    if (response.headers.get("content-type") !== "application/problem+json") return response;
    const text = await response.text();
    const error = errorOfProblem(text);
    if (error !== null) throw error;
    return new Response(text, { status: response.status, headers: response.headers });
  }

  #exchange(address: string, { method, headers, body, signal }: Sent): Promise<Answer> {
    const all = new Headers(headers);
    all.set("authorization", `Bearer ${this.#token}`);
    return this.#within(signal, async (until) => {
      const response = await this.#fetch(address, {
        method,
        headers: all,
        body: body ?? null,
        redirect: "error",
        signal: until,
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    });
  }

  async #within<T>(signal: AbortSignal | undefined, work: (until: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#timeoutMs);
    try {
      return await work(signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]));
    } catch (error) {
      signal?.throwIfAborted();
      throw errorOfTransport(error, late.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  #keep(address: string, { headers, text }: Answer): void {
    const etag = headers.get("etag");
    if (this.#kept === null || etag === null) return;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(address, { etag, text });
  }
}

function jsonOf<T>({ status, headers, text }: Answer): T {
  if (status < 200 || status > 299) throw errorOfAnswer(status, text, retryAfterOf(headers));
  try {
    return JSON.parse(text);
  } catch {
    throw errorOfAnswer(status, text, null);
  }
}

function retryAfterOf(headers: Headers): number | null {
  const text = headers.get("retry-after");
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** Ends early, without an error, when the caller has had enough: the next request will tell. */
function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
