import { once } from "node:events";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import next from "next";
import { type Environment, readEnvironment } from "@/env";
import { answerProbe } from "@/serve/answer-probe";
import { trustedProxyCheck } from "@/serve/client-address";
import { measureRequest } from "@/serve/measure-requests";
import { nextAuthEnvironment } from "@/serve/next-auth-environment";
import { openServer } from "@/serve/open-server";
import { traceRequest } from "@/serve/trace-request";
import { listen, stopWebServer } from "@/serve/web-server";
import { systemClock } from "@/server/clock";
import { openInstallKeys } from "@/server/install-keys";
import { processMetrics } from "@/server/observability/process-metrics";
import { setTracer } from "@/server/observability/traces";
import { systemRandom } from "@/server/random";
import { readinessOfProcess } from "@/server/readiness";
import { onStop } from "@/server/stop-hooks";
import { createStorage } from "@/server/storage/create-storage";
import { API_ADDRESSES } from "@/shared/addresses";
import type { Secret } from "@/shared/secret";

/** As long as an act at a broker may take that is under way; a service manager should wait longer. */
const GRACE_MS = 10_000;

const complain = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

/** The first request: it makes the app build itself and take up the work that an earlier process left. */
async function requireHealth({ host, port, basePath, tls }: Environment): Promise<void> {
  const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const request = tls.kind === "off" ? requestPlain : requestSecure;
  // It reaches this process and carries nothing: what its own certificate says need not be checked.
  const call = request({
    host: wildcards[host] ?? host,
    port,
    path: `${basePath}${API_ADDRESSES.health}`,
    rejectUnauthorized: false,
  });
  const replied = once(call, "response");
  call.end();
  const [reply]: IncomingMessage[] = await replied;
  reply?.resume();
  if (reply?.statusCode === 500) throw new Error("The app could not start; the reason is above.");
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

/** The TypeScript loader turns them on, and Node.js keeps the maps of all pages then, some 50 MB. */
function areSourceMapsWanted(): boolean {
  return /--enable-source-maps/.test(`${process.execArgv.join(" ")} ${process.env["NODE_OPTIONS"] ?? ""}`);
}

/** `Promise.withResolvers`, which Node.js 20 does not have. */
function gate(): { readonly promise: Promise<void>; resolve(): void } {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, resolve: () => open() };
}

/** Loaded where traces are wanted only. */
async function startTraces(endpoint: string): Promise<void> {
  const { createOtelTracer } = await import("@/server/observability/otel-tracer");
  const tracer = createOtelTracer(endpoint);
  setTracer(tracer);
  // Late: replies that were under way have spans too.
  onStop("traces", () => tracer.stop(), "late");
}

async function serve(): Promise<void> {
  if (!areSourceMapsWanted()) process.setSourceMapsEnabled(false);
  const environment = readEnvironment();
  const { host, port, publicUrl, basePath, tls } = environment;
  const isDev = environment.nodeEnv === "development";
  Object.assign(
    process.env,
    nextAuthEnvironment(`${publicUrl}${basePath}`, await authSecretOf(environment)),
    // What next.config.ts reads: the pages were built for it.
    { WHEELHOUSE_BASE_PATH: basePath },
  );

  const { OTEL_EXPORTER_OTLP_ENDPOINT: traces } = environment.resolved.values;
  if (traces !== undefined) await startTraces(traces);

  const app = next({ dev: isDev, hostname: host, port, dir: process.cwd() });
  const handle = app.getRequestHandler();
  const metrics = processMetrics();
  const probes = {
    basePath,
    metricsToken: environment.resolved.values.METRICS_TOKEN,
    metrics,
    readiness: readinessOfProcess,
  };
  const prepared = gate();
  const healthy = gate();
  const server = await openServer(environment, {
    handle: async (request, response) => {
      measureRequest(request, response, metrics, basePath);
      if (await answerProbe(request, response, probes)) return;
      await traceRequest(request, response, basePath, async () => {
        await prepared.promise;
        await handle(request, response);
      });
    },
    settings: {
      isDev,
      isHttps: publicUrl.startsWith("https://") && tls.kind !== "self-signed",
      isOwnTls: tls.kind !== "off",
      basePath,
      isTrustedProxy: trustedProxyCheck(environment.trustedProxies),
    },
    ready: healthy.promise,
    now: () => systemClock.now(),
    complain,
  });
  await listen(server.front, host, port);
  await app.prepare();
  prepared.resolve();
  await requireHealth(environment);
  healthy.resolve();

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    server.stopWatching();
    const failures = await stopWebServer(server.front, GRACE_MS, server.parts);
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
