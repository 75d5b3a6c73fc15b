export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute; its origin must be on the client's list. */
  readonly url: string;
  /** The path with its ids left out, such as `/push/:challenge/get_prompts_status/`: what log and metrics show. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** True when it changes nothing at the other side and may be sent again. */
  readonly repeatable?: boolean;
  /** How long the other side asks to wait, where a refusal says so. */
  readonly retryAfterSeconds?: (reply: HttpReply) => number | undefined;
}

export interface HttpReply {
  readonly status: number;
  /** By lower-case name; several values of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpClient {
  /**
   * Sends one request once and gives the reply as it is, whatever its status; a redirect is not followed.
   * Throws AppError: CONN_ADDRESS_REFUSED before a connection is opened, CONN_TIMEOUT, CONN_SSL_ERROR,
   * CONN_NETWORK_ERROR, and CONN_UNEXPECTED_REPLY for one that is too large or not HTTP.
   */
  send(request: HttpRequest): Promise<HttpReply>;
  /** Ends all connections, those in use included. */
  close(): Promise<void>;
}

/** What a gate is told of a request before it is sent; never its address, headers or body. */
export type GatedRequest = Pick<HttpRequest, "method" | "route" | "repeatable" | "retryAfterSeconds">;

/**
 * Stands before every request to a broker: decides when it may go out, how often it is tried, and notes what came
 * of it. Throws AppError when it does not let it out.
 */
export interface CallGate {
  pass(request: GatedRequest, send: () => Promise<HttpReply>): Promise<HttpReply>;
}
