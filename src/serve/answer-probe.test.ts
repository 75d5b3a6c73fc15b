import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { answerProbe, type ProbeSettings } from "@/serve/answer-probe";
import { measureRequest, routeClassOf } from "@/serve/measure-requests";
import { createMetrics } from "@/server/observability/prom-metrics";
import type { Readiness } from "@/server/readiness";
import { Secret } from "@/shared/secret";

const TOKEN = "prometheus-token-0123456789";
let server: Server | undefined;
afterEach(async () => {
  await new Promise((resolve) => server?.close(resolve));
});

async function serve(
  given: Partial<ProbeSettings> = {},
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const metrics = createMetrics();
  metrics.count("retry_count", 1, "robinhood");
  const settings: ProbeSettings = {
    basePath: "",
    metricsToken: new Secret(TOKEN),
    metrics,
    readiness: async () => ({ ready: true, problems: [] }),
    ...given,
  };
  server = createServer((request, response) => {
    measureRequest(request, response, metrics, settings.basePath);
    void answerProbe(request, response, settings).then((answered) => {
      if (!answered) response.end("the app");
    });
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

describe("probes", () => {
  it("tell that the process lives without asking anything", async () => {
    const readiness = (): Promise<Readiness> => Promise.reject(new Error("not to be asked"));
    const ask = await serve({ readiness });
    const reply = await ask("/api/health/live?why");
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ status: "live" });
  });

  it("tell whether it can serve, with the reasons", async () => {
    const ready = await (await serve())("/api/health/ready");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", problems: [] }]);
    server?.close();
    const ask = await serve({
      readiness: async () => ({ ready: false, problems: ["database", "disk_full"] }),
    });
    const reply = await ask("/api/health/ready");
    expect(reply.status).toBe(503);
    expect(await reply.json()).toEqual({ status: "not ready", problems: ["database", "disk_full"] });
  });

  it("leave everything else to the app, below the base path too", async () => {
    const ask = await serve({ basePath: "/desk" });
    expect(await (await ask("/desk/api/health")).text()).toBe("the app");
    expect(await (await ask("/api/health/live")).text()).toBe("the app");
    expect((await ask("/desk/api/health/live")).headers.get("content-type")).toBe("application/json");
  });

  it.each(["/api/health/live", "/api/health/ready", "/api/metrics"])("%s is only read", async (path) => {
    const ask = await serve();
    const reply = await ask(path, { method: "POST" });
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("the address for Prometheus", () => {
  it("METRICS_TOKEN opens it, and nothing else does", async () => {
    const ask = await serve();
    for (const authorization of ["", TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, "Bearer "]) {
      const reply = await ask("/api/metrics", { headers: { authorization, cookie: `session=${TOKEN}` } });
      expect(reply.status).toBe(401);
      expect(await reply.text()).not.toContain("wheelhouse_");
    }
    const reply = await ask("/api/metrics", { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await reply.text();
    expect(text).toContain('wheelhouse_retries_total{broker="robinhood"} 1');
    expect(text).not.toContain(TOKEN);
  });

  it("does not exist without METRICS_TOKEN", async () => {
    const ask = await serve({ metricsToken: undefined });
    const reply = await ask("/api/metrics", { headers: { authorization: "Bearer undefined" } });
    expect(reply.status).toBe(404);
  });
});

describe("timing requests", () => {
  it.each([
    ["/", "page"],
    ["/admin/metrics?span=day", "page"],
    ["/_next/static/x.js", "file"],
    ["/api/trpc/portfolio.positions?batch=1", "act"],
    ["/api/v1/connections/7/proxy/api/accounts/5QR12345/", "api"],
    ["/api/mcp", "mcp"],
    ["/api/auth/session", "sign-in"],
    ["/api/calendar/secret-key.ics", "calendar"],
    ["/api/health", "probe"],
  ])("%s is of the class %s", (url, expected) => {
    expect(routeClassOf(url, "")).toBe(expected);
    expect(routeClassOf(`/desk${url}`, "/desk")).toBe(expected);
  });

  it("counts pages, not probes and not streams", async () => {
    const metrics = createMetrics();
    server = createServer((request, response) => {
      measureRequest(request, response, metrics, "");
      const isStream = request.url === "/api/trpc/stream";
      response.setHeader("content-type", isStream ? "text/event-stream" : "text/html");
      response.end("x");
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const { port } = listening.address() as AddressInfo;
    for (const path of ["/dashboard", "/api/trpc/stream", "/api/health", "/_next/x.js"]) {
      await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    }
    const timed = (await metrics.read()).filter(({ name }) => name === "http_duration");
    expect(timed).toMatchObject([{ label: "page", count: 1 }]);
  });
});
