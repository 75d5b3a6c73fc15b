import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Server as SecureServer } from "node:https";
import { createServer, type Server as NetServer } from "node:net";

/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16;
const HELLO_TIMEOUT_MS = 15_000;
const HOST_HEADER = /^[a-z0-9.:[\]-]{1,255}$/i;

/** One port for both: the front that listens, and what serves the connections that it hands on. */
export interface TlsFront {
  readonly front: NetServer;
  readonly plain: Server;
}

/**
 * A server for the port that hands TLS to `secure`, and leads whoever comes with plain HTTP to https, once `ready`
 * resolves, so that an answer means that the app serves. `origin` is where those are led who name no host.
 */
export function createTlsFront(secure: SecureServer, origin: string, ready: Promise<void>): TlsFront {
  const plain = createHttpServer((request, response) => {
    void ready.then(() => leadToHttps(request, response, origin));
  });
  const front = createServer({ noDelay: true }, (socket) => {
    socket.setTimeout(HELLO_TIMEOUT_MS, () => socket.destroy());
    // Whoever hangs up before the handshake is no news.
    socket.on("error", () => socket.destroy());
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.unshift(first);
      const server = first[0] === HANDSHAKE ? secure : plain;
      server.emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  return { front, plain };
}

function leadToHttps(request: IncomingMessage, response: ServerResponse, origin: string): void {
  const { host } = request.headers;
  const base = host !== undefined && HOST_HEADER.test(host) ? `https://${host}` : origin;
  const isPage = request.method === "GET" || request.method === "HEAD";
  response.writeHead(isPage ? 308 : 400, {
    "content-type": "text/plain; charset=utf-8",
    connection: "close",
    ...(isPage && { location: `${base}${(request.url ?? "/").replace(/^(?!\/)/, "/")}` }),
  });
  response.end(`This port speaks https: use ${base}\n`);
}
