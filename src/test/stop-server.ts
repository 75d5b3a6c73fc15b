import { readEnvironment } from "@/env";
import { createWebServer, listen, stopWebServer } from "@/serve/web-server";
import { buildContainer } from "@/server/container";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { onStop } from "@/server/stop-hooks";
import { codeOf } from "@/shared/code-of";
import { Secret } from "@/shared/secret";

/** A web process without pages: what it answers waits for the broker. It prints its port, and stops on SIGTERM. */
async function main(): Promise<void> {
  const container = await buildContainer(readEnvironment());
  container.startBackground();
  onStop("background work", () => container.stopBackground());
  onStop("container", () => container.close(), "late");
  const { services } = container;
  const server = createWebServer(
    async (request, response) => {
      if (request.url === "/events") {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write("data: 1\n\n");
        return;
      }
      const ctx = {
        ...services,
        actor: { type: "anonymous" },
        request: { id: "slow-request", ipAddress: null, userAgent: null, interface: "web" },
      } as const;
      const connection = { id: crypto.randomUUID(), broker: "robinhood" } as const;
      const answer = brokerCalls(ctx, connection, "login").startLogin({
        credentials: {
          username: new Secret("ada@example.com"),
          password: new Secret("not-a-real-password-ada"),
        },
        deviceToken: services.brokers.robinhood?.createDeviceToken() ?? null,
        access: "read_only",
        sessionParams: { expiresInSeconds: 86_400, scope: "internal" },
      });
      // What the broker says is not the point here, only that it could say it.
      response.end(await answer.then(({ kind }) => kind).catch(codeOf));
    },
    { isDev: false, isHttps: false, isOwnTls: false, basePath: "", isTrustedProxy: () => false },
    (cause) => process.stderr.write(`${String(cause)}\n`),
  );
  await listen(server, "127.0.0.1", 0);
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
  process.once("SIGTERM", async () => {
    const failures = await stopWebServer(server, 20_000, [server]);
    process.stderr.write(failures.map(({ name, cause }) => `${name}: ${String(cause)}`).join());
    process.exit(0);
  });
}

await main();
