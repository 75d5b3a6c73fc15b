import { createHash } from "node:crypto";
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { WORKER_HEADER } from "./worker-messages";

/** What a request to the broker is, as far as the drill cares. */
export type CallKind = "login" | "refresh" | "revoke" | "other";

/** One request as the network saw it. Tokens stand in it as hashes. */
export interface BrokerCall {
  readonly number: number;
  readonly worker: number;
  readonly kind: CallKind;
  /** Key of the sandbox's person; null where nothing in the request says it. */
  readonly person: string | null;
  /** Of the refresh token that was sent, or of the token to revoke. */
  readonly tokenHash: string | null;
  readonly arrivedAtMs: number;
  /** When the broker had done it; null where it never reached the broker. */
  processedAtMs: number | null;
  status: number | null;
  /** When the answer was handed to the worker; null where it never was. */
  repliedAtMs: number | null;
  /** Of the refresh token in the answer. */
  issuedHash: string | null;
}

/** Moments at which the drill can step in; the tap goes on when the promise is fulfilled. */
export interface TapHooks {
  /** `drop`: the request is lost on its way to the broker. */
  arrived(call: BrokerCall): Promise<"forward" | "drop">;
  processed(call: BrokerCall): Promise<void>;
  replied(call: BrokerCall): Promise<void>;
}

export interface BrokerTap {
  readonly url: string;
  readonly calls: readonly BrokerCall[];
  /** Requests that are on their way to the broker or back. */
  readonly underWay: number;
  hooks: TapHooks;
  close(): Promise<void>;
}

/** Longer than any drill lets a connection rest. */
const KEEP_ALIVE_MS = 3_600_000;

export const NO_HOOKS: TapHooks = {
  arrived: async () => "forward",
  processed: async () => {},
  replied: async () => {},
};

export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 24);
}

/**
 * A wire between the workers and the sandbox: it notes every request, knows whose tokens pass, and can lose a
 * request or an answer. The sandbox behind it is not told.
 */
export async function startBrokerTap(sandboxUrl: string): Promise<BrokerTap> {
  const calls: BrokerCall[] = [];
  const owners = new Map<string, string>();
  // No connection is used twice: one that the other side closes just then would look like a broken network.
  const agent = new Agent({ keepAlive: false });
  const target = new URL(sandboxUrl);

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(message);
    const call = noteCall(message, body);
    calls.push(call);
    if ((await tap.hooks.arrived(call)) === "drop") {
      response.destroy();
      return;
    }
    const reply = await forward(message, body);
    call.processedAtMs = Date.now();
    call.status = reply.message.statusCode ?? null;
    learn(call, reply.body);
    await tap.hooks.processed(call);
    if (response.destroyed) return;
    response.writeHead(reply.message.statusCode ?? 502, reply.message.headers);
    await new Promise<void>((resolve) => {
      response.once("close", resolve);
      response.end(reply.body, resolve);
    });
    if (response.writableFinished) call.repliedAtMs = Date.now();
    await tap.hooks.replied(call);
  }

  function noteCall(message: IncomingMessage, body: Buffer): BrokerCall {
    const path = message.url?.split("?")[0] ?? "";
    const form = new URLSearchParams(body.toString());
    const bearer = /^Bearer (\S+)$/i.exec(message.headers.authorization ?? "")?.[1];
    const token = form.get("refresh_token") ?? form.get("token");
    const username = form.get("username");
    const known = owners.get(hashOf(token ?? bearer ?? ""));
    return {
      number: calls.length + 1,
      worker: Number(message.headers[WORKER_HEADER] ?? 0),
      kind: kindOf(path, form.get("grant_type")),
      person: username === null ? (known ?? null) : (username.split("@")[0] ?? null),
      tokenHash: token === null ? null : hashOf(token),
      arrivedAtMs: Date.now(),
      processedAtMs: null,
      status: null,
      repliedAtMs: null,
      issuedHash: null,
    };
  }

  /** Remembers whose tokens the answer holds. */
  function learn(call: BrokerCall, body: Buffer): void {
    if (call.person === null || (call.kind !== "login" && call.kind !== "refresh")) return;
    const tokens = tokensIn(body);
    for (const token of tokens.values()) owners.set(hashOf(token), call.person);
    const refreshToken = tokens.get("refresh_token");
    call.issuedHash = refreshToken === undefined ? null : hashOf(refreshToken);
  }

  function forward(
    message: IncomingMessage,
    body: Buffer,
  ): Promise<{ message: IncomingMessage; body: Buffer }> {
    const { [WORKER_HEADER]: _worker, ...headers } = message.headers;
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        {
          agent,
          host: target.hostname,
          port: target.port,
          method: message.method,
          path: message.url,
          headers,
        },
        (reply) => readAll(reply).then((bytes) => resolve({ message: reply, body: bytes }), reject),
      );
      onward.once("error", reject);
      onward.end(body);
    });
  }

  let underWay = 0;
  const server = createServer((message, response) => {
    underWay += 1;
    serve(message, response)
      .catch(() => {
        // A worker that was killed in the middle of its request is what this is for.
        response.destroy();
      })
      .finally(() => {
        underWay -= 1;
      });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const tap: BrokerTap = {
    url: `http://127.0.0.1:${port}`,
    calls,
    get underWay() {
      return underWay;
    },
    hooks: NO_HOOKS,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tap;
}

function kindOf(path: string, grant: string | null): CallKind {
  if (path === "/oauth2/revoke_token/") return "revoke";
  if (path !== "/oauth2/token/") return "other";
  return grant === "refresh_token" ? "refresh" : "login";
}

function tokensIn(body: Buffer): ReadonlyMap<string, string> {
  const names = ["access_token", "refresh_token", "read_only_secondary_access_token"];
  const parsed: unknown = JSON.parse(body.toString() || "{}");
  const entries = typeof parsed === "object" && parsed !== null ? Object.entries(parsed) : [];
  return new Map(
    entries.flatMap(([name, value]) =>
      names.includes(name) && typeof value === "string" ? [[name, value] as const] : [],
    ),
  );
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
