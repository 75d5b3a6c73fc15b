import next from "next";
import { type Environment, readEnvironment } from "@/env";
import { answerProbe } from "@/serve/answer-probe";
import { trustedProxyCheck } from "@/serve/client-address";
import { measureRequest } from "@/serve/measure-requests";
import { nextAuthEnvironment } from "@/serve/next-auth-environment";
import { createWebServer, listen, stopWebServer } from "@/serve/web-server";
import { systemClock } from "@/server/clock";
import { openInstallKeys } from "@/server/install-keys";
import { processMetrics } from "@/server/observability/process-metrics";
import { systemRandom } from "@/server/random";
import { readinessOfProcess } from "@/server/readiness";
import { createStorage } from "@/server/storage/create-storage";
import type { Secret } from "@/shared/secret";

const GRACE_MS = 3000;

const complain = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

/** The first request: it makes the app build itself and take up the work that an earlier process left. */
async function requireHealth(host: string, port: number): Promise<void> {
  const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const name = wildcards[host] ?? host;
  const reply = await fetch(`http://${name.includes(":") ? `[${name}]` : name}:${port}/api/health`);
  await reply.arrayBuffer();
  if (reply.status === 500) throw new Error("The app could not start; the reason is above.");
}

/** The secret of the app-session cookie, which is kept in the database under the master key. */
async function authSecretOf(environment: Environment): Promise<Secret> {
  const storage = await createStorage({ databaseUrl: environment.databaseUrl.reveal() });
  try {
    const keys = await openInstallKeys(environment, storage, { clock: systemClock, random: systemRandom });
    await keys.close();
    return keys.secrets.authSecret;
  } finally {
    await storage.close();
  }
}

async function serve(): Promise<void> {
  const environment = readEnvironment();
  const { host, port, publicUrl } = environment;
  const isDev = environment.nodeEnv === "development";
  Object.assign(process.env, nextAuthEnvironment(publicUrl, await authSecretOf(environment)));

  const app = next({ dev: isDev, hostname: host, port, dir: process.cwd() });
  const handle = app.getRequestHandler();
  const settings = {
    isDev,
    isHttps: publicUrl.startsWith("https://"),
    isTrustedProxy: trustedProxyCheck(environment.trustedProxies),
  };
  const metrics = processMetrics();
  const probes = {
    basePath: environment.basePath,
    metricsToken: environment.resolved.values.METRICS_TOKEN,
    metrics,
    readiness: readinessOfProcess,
  };
  let markPrepared = (): void => {};
  const prepared = new Promise<void>((resolve) => {
    markPrepared = resolve;
  });
  const server = createWebServer(
    async (request, response) => {
      measureRequest(request, response, metrics, environment.basePath);
      if (await answerProbe(request, response, probes)) return;
      await prepared;
      await handle(request, response);
    },
    settings,
    (cause) => complain(`A request failed outside the app: ${String(cause)}`),
  );
  await listen(server, host, port);
  await app.prepare();
  markPrepared();
  await requireHealth(host, port);

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    const failures = await stopWebServer(server, GRACE_MS);
    for (const { name, cause } of failures) complain(`${name} did not stop cleanly: ${String(cause)}`);
    await app.close();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

serve().catch((error: unknown) => {
  complain(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
