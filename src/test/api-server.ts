import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { handleRequest } from "@/server/rest/handle-request";
import { allRoutes } from "@/server/rest/routes/all-routes";
import type { Services } from "@/server/services/service-context";

export interface ApiServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Method, path and query of each request, the oldest first. */
  readonly requests: string[];
  /** Ends all connections, as a restart would. */
  cut(): void;
  close(): Promise<void>;
}

/** The API of an install over real HTTP, for programs in any language. */
export async function serveApi(services: Services): Promise<ApiServer> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const facts = { id: "request-1", ipAddress: "127.0.0.1", userAgent: "Test program" } as const;
    void handleRequest(services, allRoutes, requestOf(incoming, gone.signal), {
      ...facts,
      interface: "api",
    }).then((response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      if (response.body === null) outgoing.end();
      else
        Readable.from(response.body)
          .on("error", () => outgoing.destroy())
          .pipe(outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    cut: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const bodiless = method === "GET" || method === "HEAD";
  return new Request(`http://wheelhouse.test${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
    signal,
    ...(!bodiless && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" }),
  });
}
