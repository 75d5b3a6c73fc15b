import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedNotice {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A local receiver of web hooks. */
export interface NoticeReceiver {
  /** `host:port`, for the list of private hosts. */
  readonly host: string;
  readonly url: string;
  readonly received: ReceivedNotice[];
  /** What it answers from now on; 204 at first. */
  answer(status: number, headers?: Record<string, string>): void;
  /** Runs before each answer. */
  beforeAnswer(work: () => Promise<void>): void;
  close(): Promise<void>;
}

/** Starts a receiver on a free port of loopback. */
export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const received: ReceivedNotice[] = [];
  let reply: { status: number; headers: Record<string, string> } = { status: 204, headers: {} };
  let before: () => Promise<void> = async () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      });
      const { status, headers } = reply;
      before().then(() => response.writeHead(status, headers).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}/hook`,
    received,
    answer: (status, headers = {}) => {
      reply = { status, headers };
    },
    beforeAnswer: (work) => {
      before = work;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
