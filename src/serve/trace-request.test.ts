import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { admitRequest } from "@/serve/admit-request";
import { traceRequest } from "@/serve/trace-request";
import { type SpanFacts, setTracer } from "@/server/observability/traces";

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
afterEach(() => setTracer(null));

/** Asks a server that is, or is not, behind a trusted proxy; what its spans were. */
async function spansOf(paths: readonly string[], trusted: boolean) {
  const spans: { name: string; facts: SpanFacts; parent: string | undefined }[] = [];
  setTracer({
    run: async (name, facts, work, parent) => {
      const told: Record<string, string | number | boolean> = { ...facts };
      const result = await work({ add: (more) => Object.assign(told, more) });
      spans.push({ name, facts: told, parent });
      return result;
    },
    finished: () => undefined,
    stop: async () => undefined,
  });
  const server = createServer((request, response) => {
    const settings = {
      isTrustedProxy: () => trusted,
      isDev: false,
      isHttps: false,
      isOwnTls: false,
      basePath: "",
    };
    if (!admitRequest(request, response, settings)) return;
    void traceRequest(request, response, "", async () => {
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  for (const path of paths) {
    await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { traceparent: TRACEPARENT } })).text();
  }
  await new Promise((resolve) => server.close(resolve));
  return spans;
}

it("a span of a request tells the class of its route, never the address", async () => {
  const spans = await spansOf(
    [
      "/api/v1/connections/7/proxy/api/accounts/5QR12345/?token=secret",
      "/dashboard",
      "/_next/x.js",
      "/api/health",
    ],
    true,
  );
  expect(spans).toEqual([
    {
      name: "GET api",
      facts: { "http.request.method": "GET", "http.route": "api", "http.response.status_code": 201 },
      parent: TRACEPARENT,
    },
    expect.objectContaining({ name: "GET page" }),
  ]);
  expect(JSON.stringify(spans)).not.toMatch(/5QR12345|secret/);
});

it("a trace that a stranger began is not gone on with", async () => {
  expect(await spansOf(["/dashboard"], false)).toMatchObject([{ parent: undefined }]);
});
