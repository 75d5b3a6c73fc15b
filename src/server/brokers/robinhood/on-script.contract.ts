import { createServer } from "node:http";
import type { CallableBroker } from "@/server/brokers/broker.contract";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { createRobinhoodBroker } from "@/server/brokers/robinhood/broker";
import { openGate } from "@/server/http/call-gate";
import { createHttpClient } from "@/server/http/http-client";
import { systemRandom } from "@/server/random";
import { Secret } from "@/shared/secret";

/** A reply that is sent as JSON, or as it is when a text. */
export interface Scripted {
  readonly status?: number;
  readonly body: unknown;
}

export interface SeenRequest {
  readonly line: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** The adapter before a server that says what it is told to: replies that the sandbox does not give. */
export interface RobinhoodOnScript {
  readonly broker: CallableBroker;
  /** Replies by method and path; the first is used up while there is another behind it. */
  readonly script: Record<string, Scripted[]>;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

export async function startRobinhoodOnScript(now: Date): Promise<RobinhoodOnScript> {
  const script: Record<string, Scripted[]> = {};
  const seen: SeenRequest[] = [];
  const server = createServer((message, response) => {
    let body = "";
    message.on("data", (chunk) => {
      body += String(chunk);
    });
    message.on("end", () => {
      const [path, query] = (message.url ?? "").split("?");
      const line = `${message.method} ${path}`;
      seen.push({ line, query: new URLSearchParams(query), body, headers: message.headers });
      const replies = script[line] ?? [{ status: 404, body: { detail: "Not found." } }];
      const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? { body: null };
      response.writeHead(reply.status ?? 200, { "content-type": "application/json" });
      response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const http = createHttpClient({
    allowedOrigins: [origin],
    connectTimeoutMs: 5000,
    headersTimeoutMs: 5000,
    bodyTimeoutMs: 5000,
    connections: 5,
    maxReplyBytes: 100_000,
    userAgent: "wheelhouse-test",
  });
  const robinhood = createRobinhoodBroker({
    http,
    endpoints: { apiUrl: origin, identiUrl: origin, bonfireUrl: origin },
    apiVersion: "1.431.4",
    clock: { now: () => now, sleep: async () => undefined },
    random: systemRandom,
  });
  const close = async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { broker: { ...robinhood, ...robinhood.through(openGate) }, script, seen, close };
}

/** A session that the scripted server does not look at. */
export const scriptedSession: BrokerSessionSecrets = {
  accessToken: new Secret("opaque"),
  readOnlyToken: null,
  refreshToken: null,
  expiresAt: new Date("2026-12-31T00:00:00Z"),
  hardExpiresAt: null,
  scope: "internal",
  extra: {},
};

/** A list that has one page. */
export function listOf(...results: readonly unknown[]): Scripted[] {
  return [{ body: { results, next: null } }];
}
