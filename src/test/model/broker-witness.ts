import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { TokenLedger } from "@/test/model/token-ledger";

/** Stands between Wheelhouse and the sandbox, passes everything on as it is, and remembers tokens. */
export interface BrokerWitness {
  /** What Wheelhouse takes for the broker. */
  readonly url: string;
  readonly ledger: TokenLedger;
  /** Requests that are under way just now. */
  readonly underWay: number;
  /** Posts a form to the sandbox itself, unseen by the ledger: the status and body. */
  ask(path: string, form: Readonly<Record<string, string>>): Promise<{ status: number; json: unknown }>;
  close(): Promise<void>;
}

interface Upstream {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly whole: boolean;
}

/** Longer than a run lasts: a socket that closes earlier was closed by the client, which gave up. */
const KEEP_ALIVE_MS = 600_000;

/** Starts a witness before the sandbox at this address. */
export async function startBrokerWitness(sandboxUrl: string): Promise<BrokerWitness> {
  const ledger = new TokenLedger();
  const target = new URL(sandboxUrl);
  const agent = new Agent({ keepAlive: false });
  let underWay = 0;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const seen = ledger.begin({
      method: incoming.method ?? "GET",
      path: incoming.url ?? "/",
      bearer: incoming.headers.authorization?.replace(/^Bearer /, "") ?? null,
      form: new URLSearchParams(body.toString("utf8")),
      connection: incoming.socket,
    });
    try {
      const reply = await passOn(incoming, outgoing, body);
      if (reply === null || outgoing.destroyed) {
        seen.lost();
        outgoing.socket?.resetAndDestroy();
        return;
      }
      seen.answered(reply.status, reply.body.toString("utf8"), reply.whole);
      outgoing.writeHead(reply.status, reply.headers);
      if (reply.whole) outgoing.end(reply.body);
      else outgoing.write(reply.body, () => outgoing.destroy());
    } finally {
      seen.over();
    }
  }

  /** Null where the sandbox broke off, or the client did not wait. */
  function passOn(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    body: Buffer,
  ): Promise<Upstream | null> {
    return new Promise((resolve) => {
      const upstream = send(
        {
          agent,
          host: target.hostname,
          port: target.port,
          method: incoming.method,
          path: incoming.url,
          headers: { ...incoming.headers, connection: "close" },
        },
        (reply) => {
          const chunks: Buffer[] = [];
          reply.on("data", (chunk: Buffer) => chunks.push(chunk));
          reply.on("error", () => undefined);
          reply.on("close", () => {
            const { connection: _connection, ...headers } = reply.headers;
            const status = reply.statusCode ?? 0;
            resolve({ status, headers, body: Buffer.concat(chunks), whole: reply.complete });
          });
        },
      );
      upstream.on("error", () => resolve(null));
      outgoing.on("close", () => {
        if (!outgoing.writableFinished) upstream.destroy();
      });
      upstream.end(body);
    });
  }

  const server = createServer((incoming, outgoing) => {
    underWay += 1;
    serve(incoming, outgoing)
      .catch(() => outgoing.destroy())
      .finally(() => {
        underWay -= 1;
      });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    ledger,
    get underWay() {
      return underWay;
    },
    ask: async (path, form) => {
      const reply = await fetch(new URL(path, sandboxUrl), {
        method: "POST",
        headers: { "x-robinhood-api-version": "1.431.4" },
        body: new URLSearchParams(form),
      });
      return { status: reply.status, json: await reply.json() };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
