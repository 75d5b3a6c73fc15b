import { createServer } from "node:http";
import { z } from "zod";

const bodySchema = z.object({
  data: z.object({ id: z.string(), connectionId: z.string().nullable() }),
});

/** One notice as it arrived, in the order of arrival; a repeat is another arrival. */
export interface Arrival {
  /** The same at every try. */
  readonly deliveryId: string;
  readonly connectionId: string | null;
}

export interface NoticeReceiver {
  readonly url: string;
  /** As `NOTICE_PRIVATE_HOSTS` wants it. */
  readonly host: string;
  readonly arrivals: readonly Arrival[];
  /** Called before the answer to each notice. */
  onArrival: () => Promise<void>;
  close(): Promise<void>;
}

/** Longer than any drill lets a connection rest: one that is closed just when it is used looks like a broken network. */
const KEEP_ALIVE_MS = 3_600_000;

/** A person's webhook: takes every notice, and outlives every kill. */
export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const arrivals: Arrival[] = [];
  const server = createServer((message, response) => {
    const take = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(Buffer.from(chunk));
      const { data } = bodySchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
      arrivals.push({ deliveryId: data.id, connectionId: data.connectionId });
      await receiver.onArrival();
      response.writeHead(204).end();
    };
    // A notice that broke off on its way did not arrive.
    take().catch(() => response.destroy());
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const receiver: NoticeReceiver = {
    url: `http://127.0.0.1:${port}/hook`,
    host: `127.0.0.1:${port}`,
    arrivals,
    onArrival: async () => {},
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
