import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HttpClient, HttpStream, HttpStreamRequest } from "@/server/http/http.port";
import { createHttpClient, type HttpObservation } from "@/server/http/http-client";

let server: Server;
let origin: string;
let handle: RequestListener;
let client: HttpClient;
let observations: HttpObservation[];

function clientWith(given: Partial<Parameters<typeof createHttpClient>[0]> = {}): HttpClient {
  return createHttpClient({
    allowedOrigins: [origin],
    connectTimeoutMs: 2000,
    headersTimeoutMs: 2000,
    bodyTimeoutMs: 2000,
    connections: 2,
    maxReplyBytes: 1000,
    userAgent: "wheelhouse-test",
    observe: (observation) => observations.push(observation),
    ...given,
  });
}

beforeEach(async () => {
  observations = [];
  server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  client = clientWith();
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const open = (given: Partial<HttpStreamRequest> = {}) =>
  client.open({ method: "GET", url: `${origin}/`, route: "/", ...given });
const textOf = (stream: HttpStream) => new Response(stream.body).text();

/** A reply that begins and then does what the test says. */
function begun(): Promise<ServerResponse> {
  return new Promise((resolve) => {
    handle = (_request, response) => {
      response.writeHead(200).write("begun ");
      resolve(response);
    };
  });
}

describe("a stream", () => {
  it("brings status, headers and bytes as they are sent, compressed ones too, after any size", async () => {
    const packed = gzipSync(Buffer.alloc(100_000, "a"), { level: 0 });
    let seen = "";
    handle = (request, response) => {
      request.on("data", (chunk) => {
        seen += String(chunk);
      });
      request.on("end", () =>
        response.writeHead(418, { "Content-Encoding": "gzip", "X-A": "b" }).end(packed),
      );
    };
    const stream = await open({ method: "POST", body: Buffer.from("sent") });
    expect(stream).toMatchObject({ status: 418, headers: { "content-encoding": "gzip", "x-a": "b" } });
    expect(Buffer.from(await new Response(stream.body).arrayBuffer()).equals(packed)).toBe(true);
    expect(seen).toBe("sent");
    expect(observations).toMatchObject([{ method: "POST", route: "/", status: 418, outcome: "reply" }]);
  });

  it("is given when its headers are there, before its end", async () => {
    const response = begun();
    const stream = await open();
    (await response).end("and ended");
    expect(await textOf(stream)).toBe("begun and ended");
  });

  it("goes to listed origins only", async () => {
    await expect(open({ url: "http://127.0.0.1:1/" })).rejects.toMatchObject({
      code: "CONN_ADDRESS_REFUSED",
    });
  });

  it("holds back what nobody reads: memory stays bounded however large the reply is", async () => {
    const chunk = Buffer.alloc(64 * 1024, "x");
    const total = 64 * 1024 * 1024;
    let written = 0;
    handle = (_request, response) => {
      const more = () => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    };
    const reader = (await open()).body.getReader();
    await reader.read();
    // What fits into the sockets of both sides and no more, however long the reader waits.
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(written).toBeLessThan(16 * 1024 * 1024);
    let read = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) read += next.value.length;
    expect(read).toBeGreaterThan(total - 128 * 1024);
  });

  it.each([
    ["the reader cancels", (stream: HttpStream, _: AbortController) => stream.body.cancel()],
    ["the caller goes away", (_: HttpStream, caller: AbortController) => caller.abort()],
  ])("ends at the other side too when %s", async (_title, leave) => {
    const response = begun();
    const caller = new AbortController();
    const stream = await open({ signal: caller.signal });
    const closed = once(await response, "close");
    await leave(stream, caller);
    await closed;
  });

  it("tells a reader that the caller has gone, and one who goes before the headers come", async () => {
    const response = begun();
    const caller = new AbortController();
    const stream = await open({ signal: caller.signal });
    await response;
    caller.abort();
    await expect(textOf(stream)).rejects.toMatchObject({ code: "API_CONFLICT" });
    await expect(open({ signal: caller.signal })).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(observations.at(-1)).toMatchObject({ status: null, outcome: "API_CONFLICT" });
  });

  it("fails its reader when the other side breaks off", async () => {
    const response = begun();
    const stream = await open();
    (await response).destroy();
    await expect(textOf(stream)).rejects.toMatchObject({ code: "CONN_NETWORK_ERROR" });
  });

  it("fails when no headers come in time, or no further bytes", async () => {
    await client.close();
    client = clientWith({ connectTimeoutMs: 50, headersTimeoutMs: 50, bodyTimeoutMs: 50 });
    handle = () => undefined;
    await expect(open()).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
    void begun();
    await expect(textOf(await open())).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
  });

  it("ends when nobody takes its bytes for too long", async () => {
    await client.close();
    client = clientWith({ streamStallTimeoutMs: 20 });
    const response = begun();
    const stream = await open();
    await once(await response, "close");
    await expect(textOf(stream)).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
  });

  it("refuses a status that no answer can have", async () => {
    handle = (_request, response) => {
      response.writeHead(700).end();
    };
    await expect(open()).rejects.toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
  });

  it("is one of as many as may be read at once, however it ends", async () => {
    await client.close();
    client = clientWith({ mostStreams: 1 });
    handle = (_request, response) => response.end("x".repeat(10));
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: "API_BUDGET_SPENT", retryAfterSeconds: 1 });
    first.discard();
    first.discard();
    expect(await textOf(await open())).toHaveLength(10);
    await (await open()).body.cancel();
    handle = (request) => request.destroy();
    await expect(open()).rejects.toMatchObject({ code: "CONN_NETWORK_ERROR" });
    handle = (_request, response) => response.end("well");
    expect(await textOf(await open())).toBe("well");
  });
});
