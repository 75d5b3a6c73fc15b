export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What comes first of a reply. */
export interface HttpReplyHead {
  readonly status: number;
  /** By lower-case name; several values of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Throws the body of a stream away, which frees its connection; a reply that was read whole has none. */
  readonly discard?: () => void;
}

export interface HttpReply extends HttpReplyHead {
  readonly body: string;
}

/** A reply whose body is read as its bytes come, compressed as the other side sent it. */
export interface HttpStream extends HttpReplyHead {
  readonly body: ReadableStream<Uint8Array>;
  readonly discard: () => void;
}

interface RequestLine {
  readonly method: HttpMethod;
  /** Absolute; its origin must be on the client's list. */
  readonly url: string;
  /** The path with its ids left out, such as `/push/:challenge/get_prompts_status/`: what log and metrics show. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** True when it changes nothing at the other side and may be sent again. */
  readonly repeatable?: boolean;
}

export interface HttpRequest extends RequestLine {
  readonly body?: string;
  /** How long the other side asks to wait, where a refusal says so. */
  readonly retryAfterSeconds?: (reply: HttpReply) => number | undefined;
}

export interface HttpStreamRequest extends RequestLine {
  readonly body?: Uint8Array;
  readonly retryAfterSeconds?: (reply: HttpStream) => number | undefined;
  /** Ends the request, and the reply's body, when nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

export interface HttpClient {
  /**
   * Sends one request once and gives the reply as it is, whatever its status; a redirect is not followed.
   * Throws AppError: CONN_ADDRESS_REFUSED before a connection is opened, CONN_TIMEOUT, CONN_SSL_ERROR,
   * CONN_NETWORK_ERROR, and CONN_UNEXPECTED_REPLY for one that is too large or not HTTP.
   */
  send(request: HttpRequest): Promise<HttpReply>;
  /**
   * The same for a reply of any size: given when its headers are there, its body is read no faster than it is taken,
   * and fails with an AppError of the same codes. It must be read to its end, cancelled or discarded.
   */
  open(request: HttpStreamRequest): Promise<HttpStream>;
  /** Ends all connections, those in use included. */
  close(): Promise<void>;
}

/** What a gate is told of a request before it is sent; never its address, headers or body. */
export interface GatedRequest<Reply extends HttpReplyHead = HttpReplyHead>
  extends Pick<RequestLine, "method" | "route" | "repeatable"> {
  retryAfterSeconds?: ((reply: Reply) => number | undefined) | undefined;
}

/**
 * Stands before every request to a broker: decides when it may go out, how often it is tried, and notes what came
 * of it. Throws AppError when it does not let it out. Of a stream it judges what comes before the body.
 */
export interface CallGate {
  pass<Reply extends HttpReplyHead>(request: GatedRequest<Reply>, send: () => Promise<Reply>): Promise<Reply>;
}
