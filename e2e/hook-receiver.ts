import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { z } from "zod";

const callSchema = z.object({
  type: z.string(),
  data: z.object({ id: z.string(), title: z.string(), text: z.string(), url: z.string() }),
});

interface HookCall {
  /** Such as `notice.needs_person`. */
  readonly type: string;
  readonly data: z.infer<typeof callSchema>["data"];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A program of the person's own on this machine that takes signed notices, and notes what it got. */
export class HookReceiver {
  /** As `NOTICE_PRIVATE_HOSTS` wants it. */
  readonly host: string;
  readonly url: string;
  readonly #server: Server;
  #status = 204;
  #calls: HookCall[] = [];

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.host = `127.0.0.1:${port}`;
    this.url = `http://${this.host}/hook`;
  }

  static start(): Promise<HookReceiver> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        if (address === null || typeof address !== "object") {
          reject(new Error("The system gave no port."));
          return;
        }
        const receiver = new HookReceiver(server, address.port);
        server.on("request", async (request, response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of request) chunks.push(Buffer.from(chunk));
          receiver.#take(Buffer.concat(chunks).toString("utf8"), request.headers);
          response.writeHead(receiver.#status).end();
        });
        resolve(receiver);
      });
    });
  }

  /** What came in since the start or the last reset, oldest first. */
  get calls(): readonly HookCall[] {
    return this.#calls;
  }

  /** The kinds of the calls, oldest first. */
  get types(): readonly string[] {
    return this.#calls.map(({ type }) => type);
  }

  /** Every call from now on gets this status. */
  answer(status: number): void {
    this.#status = status;
  }

  reset(): void {
    this.#status = 204;
    this.#calls = [];
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #take(body: string, headers: IncomingHttpHeaders): void {
    this.#calls.push({ ...callSchema.parse(JSON.parse(body)), headers, body });
  }
}

/** The signature that the Standard Webhooks specification wants for a call, made anew from its parts. */
export function expectedSignature(secret: string, { headers, body }: HookCall): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}
