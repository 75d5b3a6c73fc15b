import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { AdmissionSettings } from "@/serve/admit-request";
import { trustedProxyCheck } from "@/serve/client-address";
import { createWebServer, listen, type RequestHandler, stopWebServer } from "@/serve/web-server";
import { onStop } from "@/server/stop-hooks";

const NOBODY: AdmissionSettings = {
  isDev: false,
  isHttps: false,
  isOwnTls: false,
  basePath: "",
  isTrustedProxy: trustedProxyCheck([]),
};
const LOOPBACK: AdmissionSettings = { ...NOBODY, isTrustedProxy: trustedProxyCheck(["127.0.0.1"]) };
const echo: RequestHandler = async (request, response) => {
  response.end(JSON.stringify(request.headers));
};

let server: Server | undefined;
const failures: unknown[] = [];

async function start(handle: RequestHandler, settings: AdmissionSettings = NOBODY): Promise<number> {
  server = createWebServer(handle, settings, (cause) => failures.push(cause));
  await listen(server, "127.0.0.1", 0);
  const { port } = server.address() as AddressInfo;
  return port;
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(
  port: number,
  headers: Record<string, string>,
  body?: string,
  path = "/dashboard?tab=1",
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const call = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (reply) => {
      let text = "";
      reply.on("data", (chunk) => {
        text += String(chunk);
      });
      reply.on("error", reject);
      reply.on("end", () => resolve({ status: reply.statusCode, headers: reply.headers, body: text }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

afterEach(async () => {
  failures.length = 0;
  if (server?.listening) await stopWebServer(server, 50, [server]);
  server = undefined;
});

describe("a request on its way to the app", () => {
  it("carries our headers, and none that a stranger made up", async () => {
    const port = await start(echo);
    const reply = await send(port, {
      "x-wheelhouse-client-address": "1.2.3.4",
      "x-wheelhouse-anything": "yes",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-host": "evil.example",
      "x-request-id": "made-up-id-1",
    });
    const seen = JSON.parse(reply.body) as Record<string, string>;
    expect(seen["x-wheelhouse-client-address"]).toBe("127.0.0.1");
    expect(seen).not.toHaveProperty("x-wheelhouse-anything");
    expect(seen).not.toHaveProperty("x-forwarded-for");
    expect(seen).not.toHaveProperty("x-forwarded-host");
    expect(seen["x-wheelhouse-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers["x-request-id"]).toBe(seen["x-wheelhouse-request-id"]);
    expect(seen["content-security-policy"]).toBe(reply.headers["content-security-policy"]);
  });

  it("is believed from a trusted proxy", async () => {
    const port = await start(echo, LOOPBACK);
    const reply = await send(port, {
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-host": "desk.example.com",
      "x-request-id": "proxy-id-1",
    });
    const seen = JSON.parse(reply.body) as Record<string, string>;
    expect(seen).toMatchObject({
      "x-wheelhouse-client-address": "203.0.113.7",
      "x-wheelhouse-request-id": "proxy-id-1",
      "x-forwarded-host": "desk.example.com",
    });
  });

  it("gets another nonce every time", async () => {
    const port = await start(echo);
    const [first, second] = [await send(port, {}), await send(port, {})];
    expect(first.headers["content-security-policy"]).not.toBe(second.headers["content-security-policy"]);
    expect(first.headers["cache-control"]).toBe("no-store");
  });

  it("is refused when its body is too large or of unknown length", async () => {
    const port = await start(echo);
    expect(await send(port, { "content-length": "1048577" }, "")).toMatchObject({ status: 413 });
    expect(await send(port, { "transfer-encoding": "chunked" }, "x")).toMatchObject({ status: 411 });
    expect(await send(port, { "content-length": "1" }, "x")).toMatchObject({ status: 200 });
  });

  it("is refused in problem details when a program sends it", async () => {
    const port = await start(echo);
    const reply = await send(port, { "content-length": "1048577" }, "", "/api/v1/me");
    expect(JSON.parse(reply.body)).toMatchObject({
      status: 413,
      name: "API_INVALID_REQUEST",
      instance: "/api/v1/me",
    });
  });

  it("is answered when the app fails, before or within its reply", async () => {
    const cause = new Error("broken");
    const early = await start(() => Promise.reject(cause));
    expect(await send(early, {})).toMatchObject({ status: 500, body: "Something went wrong" });
    if (server) await stopWebServer(server, 50, [server]);
    const late = await start(async (_request, response) => {
      response.writeHead(200).write("half");
      throw cause;
    });
    await expect(send(late, {})).rejects.toThrow();
    expect(failures).toEqual([cause, cause]);
  });
});

describe("listen", () => {
  it("says in one sentence that a port is in use", async () => {
    const port = await start(echo);
    const second = createWebServer(echo, NOBODY, () => {});
    await expect(listen(second, "127.0.0.1", port)).rejects.toThrow(
      `Port ${port} is in use: stop the program that listens on 127.0.0.1:${port}, or choose another port with PORT.`,
    );
  });

  it("says that an address is not this machine's", async () => {
    const away = createWebServer(echo, NOBODY, () => {});
    await expect(listen(away, "203.0.113.7", 3000)).rejects.toThrow(
      "Cannot listen on 203.0.113.7:3000 (EADDRNOTAVAIL): check HOST and PORT.",
    );
  });
});

describe("stopWebServer", () => {
  it("lets a hook end the streams", async () => {
    const port = await start(async (_request, response) => {
      response.write("data: 1\n\n");
      onStop("stream", async () => {
        response.end("data: bye\n\n");
      });
    });
    const reply = send(port, {});
    if (!server) throw new Error("not started");
    await once(server, "request");
    expect(await stopWebServer(server, 2000, [server])).toEqual([]);
    expect((await reply).body).toBe("data: 1\n\ndata: bye\n\n");
  });

  it("ends streams of events with a hint to come back, lets other replies finish, and then the late hooks", async () => {
    const order: string[] = [];
    let finish = (): void => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const port = await start(async (request, response) => {
      if (request.url?.startsWith("/events")) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write("data: 1\n\n");
        return;
      }
      await slow;
      order.push("reply");
      response.end("done");
    });
    if (!server) throw new Error("not started");
    const stream = send(port, {}, undefined, "/events");
    await once(server, "request");
    const reply = send(port, {});
    await once(server, "request");
    onStop("keeper", async () => {
      order.push("early");
      finish();
    });
    onStop(
      "container",
      async () => {
        order.push("late");
      },
      "late",
    );
    expect(await stopWebServer(server, 2000, [server])).toEqual([]);
    expect((await stream).body).toBe("data: 1\n\nretry: 1000\n\n");
    expect((await reply).body).toBe("done");
    expect(order).toEqual(["early", "reply", "late"]);
  });

  it("cuts what does not end in time, and tells which hook was late", async () => {
    const port = await start(async () => {});
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    if (!server) throw new Error("not started");
    await once(server, "request");
    onStop("stuck", () => new Promise(() => {}));
    const gone = once(socket, "close");
    socket.on("error", () => {});
    expect(await stopWebServer(server, 20, [server])).toMatchObject([{ name: "stuck" }]);
    await gone;
  });
});
