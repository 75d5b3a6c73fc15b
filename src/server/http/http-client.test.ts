import { createServer, type RequestListener, type Server } from "node:http";
import { inspect } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HttpClient } from "@/server/http/http.port";
import { createHttpClient, type HttpObservation } from "@/server/http/http-client";
import { AppError } from "@/shared/app-error";

let server: Server;
let origin: string;
let handle: RequestListener;
let client: HttpClient;
let observations: HttpObservation[];
let connections: number;

function clientFor(origins: string[], overrides: { headersTimeoutMs?: number; bodyTimeoutMs?: number } = {}) {
  return createHttpClient({
    allowedOrigins: origins,
    connectTimeoutMs: 2000,
    headersTimeoutMs: 2000,
    bodyTimeoutMs: 2000,
    connections: 2,
    maxReplyBytes: 1000,
    userAgent: "wheelhouse-test",
    observe: (observation) => observations.push(observation),
    ...overrides,
  });
}

beforeEach(async () => {
  observations = [];
  connections = 0;
  handle = (_request, response) => response.end("ok");
  server = createServer((request, response) => handle(request, response));
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  client = clientFor([`${origin}/with/a/path`]);
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function get(path = "/", headers: Record<string, string> = {}) {
  return client.send({ method: "GET", url: `${origin}${path}`, route: "/", headers });
}

/** The code of the AppError that the call throws. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  const error = await call.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : "no error";
}

describe("a request", () => {
  it("is sent as it is given, with a user agent of the client's own", async () => {
    let seen = "";
    handle = (request, response) => {
      request.on("data", (chunk) => {
        seen += `${request.method} ${request.url} ${request.headers["user-agent"]} ${request.headers["x-a"]} ${chunk}`;
      });
      request.on("end", () => response.writeHead(201, { "X-Answer": "yes", Twice: ["a", "b"] }).end("done"));
    };
    const url = `${origin}/p?q=1`;
    const reply = await client.send({
      method: "POST",
      url,
      route: "/p",
      headers: { "x-a": "b" },
      body: "text",
    });
    expect(seen).toBe("POST /p?q=1 wheelhouse-test b text");
    expect(reply).toMatchObject({ status: 201, body: "done", headers: { "x-answer": "yes", twice: "a,b" } });
  });

  it("is observed without query, header or body", async () => {
    await get("/secret-id/?token=secret");
    expect(observations).toEqual([
      { method: "GET", origin, route: "/", status: 200, durationMs: expect.any(Number), outcome: "reply" },
    ]);
  });

  it("may be sent by a client that nobody observes", async () => {
    const quiet = createHttpClient({
      allowedOrigins: [origin],
      connectTimeoutMs: 2000,
      headersTimeoutMs: 2000,
      bodyTimeoutMs: 2000,
      connections: 1,
      maxReplyBytes: 1000,
      userAgent: "wheelhouse-test",
    });
    expect((await quiet.send({ method: "GET", url: origin, route: "/" })).body).toBe("ok");
    await quiet.close();
  });

  it("gets a redirect back as it is", async () => {
    handle = (_request, response) =>
      response.writeHead(302, { Location: "https://elsewhere.example/" }).end();
    expect(await get()).toMatchObject({ status: 302, headers: { location: "https://elsewhere.example/" } });
    expect(connections).toBe(1);
  });

  it("never uses more connections at once than it may", async () => {
    let open = 0;
    let most = 0;
    handle = (_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.end();
      });
    };
    await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(most).toBeLessThanOrEqual(2);
    expect(connections).toBe(2);
  });
});

describe("an address", () => {
  it.each([
    ["another host", () => "http://localhost:1/"],
    ["another port", () => "http://127.0.0.1:1/"],
    ["another scheme", () => origin.replace("http:", "https:")],
    ["a user name", () => origin.replace("//", "//user@")],
    ["a password", () => origin.replace("//", "//:password@")],
    ["no address at all", () => "not an address"],
    ["a file", () => "file:///etc/passwd"],
  ])("is refused before a connection is opened: %s", async (_title, url) => {
    expect(await codeOf(client.send({ method: "GET", url: url(), route: "/" }))).toBe("CONN_ADDRESS_REFUSED");
    expect(connections).toBe(0);
    expect(observations).toEqual([]);
  });
});

describe("a body", () => {
  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ] as const)("is decompressed: %s", async (encoding, compress) => {
    handle = (_request, response) =>
      response.writeHead(200, { "Content-Encoding": encoding }).end(compress(Buffer.from("hé")));
    expect((await get()).body).toBe("hé");
  });

  it("is refused where it is too large, sent or decompressed", async () => {
    handle = (_request, response) => response.end("x".repeat(1001));
    expect(await codeOf(get())).toBe("CONN_UNEXPECTED_REPLY");
    handle = (_request, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(1001)));
    expect(await codeOf(get())).toBe("CONN_UNEXPECTED_REPLY");
  });

  it("is refused where it is not in the compression that it says", async () => {
    for (const encoding of ["gzip", "br"]) {
      handle = (_request, response) =>
        response.writeHead(200, { "Content-Encoding": encoding }).end("neither of them");
      expect(await codeOf(get())).toBe("CONN_UNEXPECTED_REPLY");
    }
  });

  it("is refused where it is cut off", async () => {
    handle = (_request, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write("half");
      response.socket?.end();
    };
    expect(await codeOf(get())).toBe("CONN_NETWORK_ERROR");
  });
});

describe("a failure", () => {
  it("of a server that does not answer is a time-out, and is observed", async () => {
    handle = () => undefined;
    const impatient = clientFor([origin], { headersTimeoutMs: 50 });
    expect(await codeOf(impatient.send({ method: "GET", url: origin, route: "/x" }))).toBe("CONN_TIMEOUT");
    expect(observations).toMatchObject([{ route: "/x", status: null, outcome: "CONN_TIMEOUT" }]);
    await impatient.close();
  });

  it("comes after the time-out of the moment, not that of when the client was made", async () => {
    handle = () => undefined;
    let patienceMs = 60_000;
    const client = createHttpClient({
      allowedOrigins: [origin],
      connectTimeoutMs: 2000,
      get headersTimeoutMs() {
        return patienceMs;
      },
      bodyTimeoutMs: 2000,
      connections: 2,
      maxReplyBytes: 1000,
      userAgent: "wheelhouse-test",
    });
    const patient = codeOf(client.send({ method: "GET", url: origin, route: "/patient" }));
    patienceMs = 50;
    expect(await codeOf(client.send({ method: "GET", url: origin, route: "/" }))).toBe("CONN_TIMEOUT");
    await client.close();
    expect(await patient).toBe("CONN_NETWORK_ERROR");
  });

  it("of a server that trickles is a time-out of the whole", async () => {
    const trickles: NodeJS.Timeout[] = [];
    handle = (_request, response) => {
      response.writeHead(200);
      trickles.push(setInterval(() => response.write("."), 10));
    };
    const impatient = createHttpClient({
      allowedOrigins: [origin],
      connectTimeoutMs: 50,
      headersTimeoutMs: 50,
      bodyTimeoutMs: 50,
      connections: 1,
      maxReplyBytes: 1_000_000,
      userAgent: "wheelhouse-test",
    });
    expect(await codeOf(impatient.send({ method: "GET", url: origin, route: "/" }))).toBe("CONN_TIMEOUT");
    for (const trickle of trickles) clearInterval(trickle);
    await impatient.close();
  });

  it("of a connection that is reset, or of a client that is closed, is one of the network", async () => {
    handle = (request) => request.socket.resetAndDestroy();
    expect(await codeOf(get())).toBe("CONN_NETWORK_ERROR");
    await client.close();
    expect(await codeOf(get())).toBe("CONN_NETWORK_ERROR");
  });

  it("of a port where nobody listens is one of the network", async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, "127.0.0.1", resolve));
    const address = nobody.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    await new Promise((resolve) => nobody.close(resolve));
    const other = clientFor([url]);
    expect(await codeOf(other.send({ method: "GET", url, route: "/" }))).toBe("CONN_NETWORK_ERROR");
    await other.close();
  });

  it("of a server that speaks no TLS, or no HTTP, is told apart", async () => {
    const secure = clientFor([origin.replace("http:", "https:")]);
    const url = origin.replace("http:", "https:");
    expect(await codeOf(secure.send({ method: "GET", url, route: "/" }))).toBe("CONN_SSL_ERROR");
    await secure.close();
    handle = (request) => request.socket.end("token=secret\r\n\r\n");
    const error: unknown = await get().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
    expect(inspect(error, { depth: 20 })).not.toContain("token=secret");
  });
});
