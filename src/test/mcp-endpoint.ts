import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { handleMcp } from "@/server/mcp/handle-mcp";
import type { Services } from "@/server/services/service-context";

/** The MCP server of an install at an address of its own, as its route serves it. */
export interface McpEndpoint {
  readonly url: string;
  /** Every answer since the start, as it went over the wire. */
  readonly answers: string[];
  /** A client of the protocol's own package that is connected with the token. */
  client(token: string, era?: "modern" | "legacy"): Promise<Client>;
  /** A request as a hostile program makes it: any text as its body. */
  send(body: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Response>;
  close(): Promise<void>;
}

export async function startMcpEndpoint(services: Services): Promise<McpEndpoint> {
  const answers: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const method = incoming.method ?? "GET";
    const request = new Request(new URL(incoming.url ?? "/", "http://wheelhouse.test"), {
      method,
      headers,
      ...(method === "POST" && {
        body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>,
        duplex: "half",
      }),
    });
    const facts = {
      id: services.random.uuid(),
      ipAddress: "192.0.2.10",
      userAgent: "Test assistant",
      interface: "mcp",
    } as const;
    void handleMcp(services, request, facts).then(async (response) => {
      const text = await response.text();
      answers.push(text);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api/mcp`;
  const clients: Client[] = [];
  return {
    url,
    answers,
    client: async (token, era = "modern") => {
      const mode = era === "modern" ? "auto" : "legacy";
      const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode } });
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
      clients.push(client);
      return client;
    },
    send: (body, headers = {}, method = "POST") =>
      fetch(url, {
        method,
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...headers,
        },
        ...(method === "POST" && { body }),
      }),
    close: async () => {
      for (const client of clients) await client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
