import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { createOtelTracer } from "@/server/observability/otel-tracer";
import { withinRequest } from "@/server/observability/request-scope";
import { inSpan, noteSpan, setTracer, type Tracer } from "@/server/observability/traces";
import { AppError } from "@/shared/app-error";

const attributeSchema = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const spanSchema = z.object({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(attributeSchema),
  status: z.object({ code: z.number().optional() }),
});
const bodySchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attributeSchema) }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

/** What a collector gets over HTTP. */
async function collector() {
  const bodies: string[] = [];
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    void textOf(request).then((text) => {
      bodies.push(text);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    paths,
    spans: () =>
      bodies.flatMap((body) =>
        bodySchema
          .parse(JSON.parse(body))
          .resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

let tracer: Tracer | null = null;
afterEach(() => setTracer(null));

it("OTEL_EXPORTER_OTLP_ENDPOINT gets spans within each other, with the request's id", async () => {
  const at = await collector();
  tracer = createOtelTracer(`${at.url}/`);
  setTracer(tracer);
  const result = await withinRequest({ requestId: "request-7" }, () =>
    inSpan("GET page", { "http.request.method": "GET" }, async (span) => {
      noteSpan("broker GET", { "http.route": "/accounts/:account/" }, 250);
      span.add({ "http.response.status_code": 200 });
      return "done";
    }),
  );
  expect(result).toBe("done");
  await tracer.stop();
  await at.close();
  expect(at.paths).toEqual(["/v1/traces"]);
  expect(at.bodies[0]).toContain('"wheelhouse"');
  const [call, page] = at.spans().toSorted((one, other) => one.name.localeCompare(other.name));
  if (call === undefined || page === undefined) throw new Error("spans are missing");
  expect([call.name, page.name]).toEqual(["broker GET", "GET page"]);
  expect(call).toMatchObject({ traceId: page.traceId, parentSpanId: page.spanId });
  const tookMs = Number(BigInt(call.endTimeUnixNano) - BigInt(call.startTimeUnixNano)) / 1e6;
  expect(tookMs).toBeCloseTo(250, -1);
  for (const { attributes } of [call, page]) {
    expect(attributes).toContainEqual({ key: "wheelhouse.request_id", value: { stringValue: "request-7" } });
  }
  expect(page.attributes).toContainEqual({
    key: "http.response.status_code",
    value: { intValue: 200 },
  });
});

it("a failure is told by its code, never by its message", async () => {
  const at = await collector();
  tracer = createOtelTracer(at.url);
  setTracer(tracer);
  const failing = inSpan("act", {}, () =>
    Promise.reject(new AppError("CONN_TIMEOUT", "account 5QR-CANARY-1")),
  );
  await expect(failing).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
  await tracer.stop();
  await at.close();
  expect(at.bodies.join()).not.toContain("CANARY");
  expect(at.spans()).toMatchObject([
    { attributes: [{ key: "error.type", value: { stringValue: "CONN_TIMEOUT" } }], status: { code: 2 } },
  ]);
});

it.each([
  ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c"],
  ["00-00000000000000000000000000000000-b7ad6b7169203331-01", null],
  ["garbage", null],
  [undefined, null],
])("goes on with the trace of %s", async (traceparent, traceId) => {
  const at = await collector();
  tracer = createOtelTracer(at.url);
  setTracer(tracer);
  await inSpan("GET page", {}, async () => undefined, traceparent);
  await tracer.stop();
  await at.close();
  const [span] = at.spans();
  expect(span?.parentSpanId).toBe(traceId === null ? undefined : "b7ad6b7169203331");
  if (traceId !== null) expect(span?.traceId).toBe(traceId);
});

it("without a tracer nothing is made, and the work goes on", async () => {
  noteSpan("nothing", {}, 1);
  expect(await inSpan("nothing", {}, async (span) => span.add({ a: 1 }))).toBeUndefined();
});

it("a collector that is away holds nothing up", async () => {
  const at = await collector();
  await at.close();
  tracer = createOtelTracer(at.url);
  setTracer(tracer);
  expect(await inSpan("act", {}, async () => 7)).toBe(7);
  await tracer.stop().catch(() => undefined);
});
