import { createServer, type IncomingMessage, type Server } from "node:http";

const SECRET_MEMBERS = ["access_token", "refresh_token", "read_only_secondary_access_token"];

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function members(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** All but those that belong to the one hop. */
function headersToPass(request: IncomingMessage): Record<string, string> {
  const own = ["host", "connection", "content-length", "transfer-encoding"];
  const entries = Object.entries(request.headers).filter(([name]) => !own.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Stands between Wheelhouse and the sandbox broker and learns the secrets that only the two of them know. */
export class SecretTap {
  /** Tokens of sessions and of the device. */
  readonly secrets = new Set<string>();
  /** Where to pass requests on; set once the sandbox is up. */
  target = "";
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async listen(port: number): Promise<SecretTap> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const tap = new SecretTap(server, port);
    server.on("request", async (request, response) => {
      const sent = await bodyOf(request);
      tap.#learn(new URLSearchParams(sent.toString()).get("device_token"));
      const reply = await fetch(`${tap.target}${request.url ?? "/"}`, {
        method: request.method ?? "GET",
        headers: headersToPass(request),
        redirect: "manual",
        ...(sent.length === 0 ? {} : { body: new Uint8Array(sent) }),
      });
      const text = await reply.text();
      const found = members(text);
      for (const name of SECRET_MEMBERS) tap.#learn(found[name]);
      response.writeHead(reply.status, {
        "content-type": reply.headers.get("content-type") ?? "application/json",
      });
      response.end(text);
    });
    return tap;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #learn(value: unknown): void {
    if (typeof value === "string" && value !== "") this.secrets.add(value);
  }
}
