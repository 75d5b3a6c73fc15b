import { createServer, type RequestListener, type Server } from "node:http";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPublicClient, type PublicClient, type PublicReply } from "@/server/http/public-client";

let server: Server;
let port: number;
let handle: RequestListener;
let client: PublicClient;
let connections: number;

async function listen(): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

beforeEach(async () => {
  connections = 0;
  handle = (_request, response) => response.end("ok");
  server = createServer((request, response) => handle(request, response));
  server.on("connection", () => {
    connections += 1;
  });
  port = await listen();
  client = clientFor([`127.0.0.1:${port}`]);
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function clientFor(privateHosts: string[], timeoutMs?: number): PublicClient {
  const options = { privateHosts, userAgent: "wheelhouse-test" };
  return createPublicClient(timeoutMs === undefined ? options : { ...options, timeoutMs });
}

function post(url: string, by = client): Promise<PublicReply> {
  return by.post({ url, headers: { "x-a": "b" }, body: "text" });
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "no error",
    (error: unknown) => error,
  );
}

async function withClient<Result>(other: PublicClient, use: (client: PublicClient) => Promise<Result>) {
  try {
    return await use(other);
  } finally {
    await other.close();
  }
}

describe("a post", () => {
  it("arrives as it is given, and gives the status", async () => {
    let seen = "";
    handle = (request, response) => {
      seen += `${request.method} ${request.url} ${request.headers["user-agent"]} ${request.headers["x-a"]} `;
      request.on("data", (chunk: Buffer) => {
        seen += chunk.toString();
      });
      request.on("end", () => response.writeHead(202).end());
    };
    const reply = await post(`http://127.0.0.1:${port}/p?q=1#part`);
    expect(reply).toEqual({ status: 202, retryAfter: null });
    expect(seen).toBe("POST /p?q=1 wheelhouse-test b text");
  });

  it("gives Retry-After as it was sent, unless it was sent twice", async () => {
    handle = (_request, response) => response.writeHead(429, { "Retry-After": "7" }).end();
    expect(await post(`http://127.0.0.1:${port}`)).toEqual({ status: 429, retryAfter: "7" });
    handle = (_request, response) =>
      response.writeHead(503, ["Retry-After", "7", "Retry-After", "Fri, 01 Jan 2027 00:00:00 GMT"]).end();
    expect((await post(`http://127.0.0.1:${port}`)).status).toBe(503);
  });

  it("does not follow a redirect", async () => {
    handle = (_request, response) => response.writeHead(307, { Location: "/elsewhere" }).end();
    expect((await post(`http://127.0.0.1:${port}`)).status).toBe(307);
    expect(connections).toBe(1);
  });

  it("reads 64 kB of the reply at most", async () => {
    let sent = 0;
    const ended = new Promise<void>((resolve) => {
      handle = (_request, response) => {
        response.on("close", resolve);
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
        };
        response.on("drain", more);
        more();
      };
    });
    expect((await post(`http://127.0.0.1:${port}`)).status).toBe(200);
    await ended;
    expect(sent).toBeLessThan(20_000_000);
  });

  it("takes the status of a reply whose body breaks off", async () => {
    handle = (_request, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write("half");
      response.socket?.end();
    };
    expect((await post(`http://127.0.0.1:${port}`)).status).toBe(200);
  });
});

describe("an address", () => {
  it.each([
    "https://127.0.0.1:PORT/",
    "https://127.1:PORT/",
    "https://2130706433:PORT/",
    "https://0x7f000001:PORT/",
    "https://0177.0.0.1:PORT/",
    "https://127.0.0.1.:PORT/",
    "https://①②⑦.⓪.⓪.①:PORT/",
    "https://[::1]:PORT/",
    "https://[::ffff:127.0.0.1]:PORT/",
    "https://[::ffff:7f00:1]:PORT/",
    "https://[::127.0.0.1]:PORT/",
    "https://[64:ff9b::7f00:1]:PORT/",
    "https://[2002:7f00:1::]:PORT/",
    "https://0.0.0.0:PORT/",
    "https://[::]:PORT/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://localhost:PORT/",
    "https://LOCALHOST:PORT/",
    "http://hooks.example.com/",
    "http://8.8.8.8/",
    "https://user@hooks.example.com/",
    "https://:password@hooks.example.com/",
    "ftp://hooks.example.com/",
    "file:///etc/passwd",
    "https://",
    "not an address",
  ])("is refused before anything is sent: %s", async (url) => {
    const other = clientFor([]);
    const error = await errorOf(post(url.replace("PORT", String(port)), other));
    expect(error).toMatchObject({ code: "CONN_ADDRESS_REFUSED" });
    expect(connections).toBe(0);
    await other.close();
  });

  it.each([
    ["127.0.0.1", "http://127.0.0.1:PORT/", true],
    ["127.0.0.1:PORT", "http://127.0.0.1:PORT/", true],
    ["127.0.0.1:PORT", "http://127.1:PORT/", true],
    ["LOCALHOST:PORT", "http://localhost:PORT/", true],
    ["127.0.0.1:1", "http://127.0.0.1:PORT/", false],
    ["localhost", "http://127.0.0.1:PORT/", false],
    ["127.0.0.1", "http://user@127.0.0.1:PORT/", false],
    ["[::1]", "http://127.0.0.1:PORT/", false],
  ])("of the own network, with %s exempt: %s is reached: %s", async (host, url, isReached) => {
    const numbered = (text: string) => text.replace("PORT", String(port));
    const result = await withClient(clientFor([numbered(host)]), (other) =>
      post(numbered(url), other).catch((error: unknown) => error),
    );
    expect(result).toMatchObject(isReached ? { status: 200 } : { code: "CONN_ADDRESS_REFUSED" });
    expect(connections).toBe(isReached ? 1 : 0);
  });

  it("of the own network may leave the usual port out", async () => {
    await withClient(clientFor(["127.0.0.1:80", "127.0.0.1:443"], 500), async (other) => {
      for (const url of ["http://127.0.0.1/", "https://127.0.0.1/"]) {
        expect(await errorOf(post(url, other))).not.toMatchObject({ code: "CONN_ADDRESS_REFUSED" });
      }
    });
  });
});

describe("a failure", () => {
  it("of a server that does not answer is a time-out", async () => {
    handle = () => undefined;
    await withClient(clientFor(["127.0.0.1"], 30), async (other) => {
      const error = await errorOf(post(`http://127.0.0.1:${port}/canary-path`, other));
      expect(error).toMatchObject({ code: "CONN_TIMEOUT" });
      expect(inspect(error, { depth: 20 })).not.toContain("canary-path");
    });
  });

  it("of a trickling body does not take the status back, and ends", async () => {
    const trickles: NodeJS.Timeout[] = [];
    handle = (_request, response) => {
      response.writeHead(200);
      trickles.push(setInterval(() => response.write("."), 10));
    };
    await withClient(clientFor(["127.0.0.1"], 50), async (other) => {
      expect((await post(`http://127.0.0.1:${port}`, other)).status).toBe(200);
    });
    for (const trickle of trickles) clearInterval(trickle);
  });

  it("of a name that does not exist, a closed port or another protocol is told apart, without the address", async () => {
    // A label has 63 characters at most: no name server is asked.
    const name = await errorOf(post(`https://canary${"x".repeat(64)}.invalid/canary-path`));
    expect(name).toMatchObject({ code: "CONN_NETWORK_ERROR" });
    await withClient(clientFor(["localhost"]), async (other) => {
      const tls = await errorOf(post(`https://localhost:${port}/canary-path`, other));
      expect(tls).toMatchObject({ code: "CONN_SSL_ERROR" });
      handle = (request) => request.socket.end("canary-reply\r\n\r\n");
      const protocol = await errorOf(post(`http://localhost:${port}/canary-path`, other));
      expect(protocol).toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
      await new Promise((resolve) => server.close(resolve));
      const closed = await errorOf(post(`http://localhost:${port}/canary-path`, other));
      expect(closed).toMatchObject({ code: "CONN_NETWORK_ERROR", cause: { message: "ECONNREFUSED" } });
      expect(inspect([name, tls, protocol, closed], { depth: 20 })).not.toMatch(/canary|localhost/);
    });
    port = await listen();
  });
});
