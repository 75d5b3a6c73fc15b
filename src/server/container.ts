import { hostname } from "node:os";
import { type Environment, readEnvironment, readHeadlessEnvironment } from "@/env";
import type { AuthSettings } from "@/server/auth/auth-settings";
import { createEpochFile } from "@/server/backup/epoch-file";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION } from "@/server/brokers/robinhood/endpoints";
import { type Clock, systemClock } from "@/server/clock";
import { createCredentialBackends } from "@/server/credential-backends/create-backends";
import { createPublicClient } from "@/server/http/public-client";
import { openInstallKeys } from "@/server/install-keys";
import { createNoticeSender } from "@/server/notices/notice-sender";
import { openLiveLog } from "@/server/observability/live-log";
import type { Logger } from "@/server/observability/logger";
import { measureBrokerCall, measureDatabase } from "@/server/observability/measure-calls";
import type { Metrics } from "@/server/observability/metrics";
import { noMetrics } from "@/server/observability/no-metrics";
import { outsideRequests } from "@/server/observability/request-scope";
import { type Random, systemRandom } from "@/server/random";
import { createReadiness, setReadiness } from "@/server/readiness";
import { createArgon2PasswordHasher } from "@/server/secrets/argon2-password-hasher";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createMasterKeys } from "@/server/secrets/master-keys";
import { flushTokenUses } from "@/server/services/api-tokens/token-uses";
import { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { createCopyGuard } from "@/server/services/install/copy-guard";
import { findOldCopy } from "@/server/services/install/note-epoch";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import type { Services } from "@/server/services/service-context";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { systemContext } from "@/server/services/system-context";
import { flushCallTrail } from "@/server/services/upstream/call-trail";
import { createLiveSettings } from "@/server/settings/live-settings";
import type { LiveSettings } from "@/server/settings/live-settings.port";
import { serviceSettingsOf } from "@/server/settings/service-settings";
import { onStop } from "@/server/stop-hooks";
import { createStorage } from "@/server/storage/create-storage";
import { createVaultClient } from "@/server/vault/vault-client";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

const USER_AGENT = "Mozilla/5.0 (compatible; Wheelhouse)";

/** Everything that one process builds once. */
export interface Container {
  readonly services: Services;
  readonly auth: AuthSettings;
  /** Origin under which browsers reach the app. */
  readonly publicOrigin: string;
  /** Starts the work in the background; the web process does, tools do not. */
  startBackground(): void;
  /** Ends the work in the background: what is being done is finished and given free, and nothing more begun. */
  stopBackground(): Promise<void>;
  /** Ends the work in the background, and closes everything. */
  close(): Promise<void>;
}

interface Overrides {
  /** Those of the whole process; a command measures nothing. */
  readonly metrics?: Metrics;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Logger;
  /** The variables that the owner's connections sign in with; those of this process unless said. */
  readonly readHeadless?: () => HeadlessSettings;
  /** Whether standard output is free for log lines, where settings want them there; a command prints to it. */
  readonly ownsConsole?: boolean;
}

/**
 * Builds every room and joins them; the only place that knows all implementations. Throws one clear error for a
 * wrong key or an unreachable database, before anything is written.
 */
export async function buildContainer(
  environment: Environment,
  overrides: Overrides = {},
): Promise<Container> {
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? systemRandom;
  const metrics = overrides.metrics ?? noMetrics;
  const storage = await createStorage({
    databaseUrl: environment.databaseUrl.reveal(),
    onTiming: (kind, durationMs) => measureDatabase(metrics, kind, durationMs),
  });
  const keys = await openInstallKeys(environment, storage, { clock, random });
  const masterKeys = createMasterKeys({ keys, clock, random });
  const liveSettings = createLiveSettings(environment.withSaved);
  const log = overrides.log ?? openLog(environment, liveSettings, clock, overrides.ownsConsole ?? false);
  await takeUpSettings({ storage, liveSettings, log });
  const registry = createBrokerRegistry({
    robinhood: { endpoints: environment.robinhood, apiVersion: ROBINHOOD_API_VERSION },
    clock,
    random,
    timeouts: () => {
      const timeoutMs = liveSettings.resolved.values.API_TIMEOUT * 1000;
      return { connectTimeoutMs: timeoutMs, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs };
    },
    userAgent: USER_AGENT,
    observe: (broker, observation) => {
      measureBrokerCall(metrics, broker, observation);
      log.debug({ broker, ...observation }, "broker call");
    },
  });
  const sender = createNoticeSender({
    mail: environment.mail,
    http: createPublicClient({ privateHosts: environment.noticePrivateHosts, userAgent: "Wheelhouse" }),
    clock,
    log,
  });
  const cipher = createEnvelopeCipher({ keys, clock, random });
  const vault =
    environment.vault === null ? null : await createVaultClient(environment.vault, { clock, log });
  const credentialBackends = createCredentialBackends({
    storage,
    cipher,
    random,
    vault: vault && { client: vault, prefix: environment.vault?.kvPrefix ?? "" },
    readVariables: overrides.readHeadless ?? readHeadlessEnvironment,
    current: () => liveSettings.resolved.values.SECURE_STORAGE,
  });
  const services: Services = {
    storage,
    cipher,
    credentialBackends,
    masterKeys,
    passwords: createArgon2PasswordHasher(),
    brokers: registry.brokers,
    clock,
    random,
    log,
    feed: createConnectionFeed(),
    sender,
    flights: new SingleFlight(),
    process: `${hostname()}-${process.pid}`,
    copyGuard: createCopyGuard(storage, createEpochFile(environment.dataDir, random)),
    metrics,
    processRun: {
      id: random.uuid(),
      kind: "web",
      host: hostname(),
      pid: process.pid,
      get masterKeys() {
        return masterKeys.held();
      },
    },
    liveSettings,
    // Read anew by whoever makes a context, so that a context has the settings of one moment.
    get settings() {
      return serviceSettingsOf(
        liveSettings.resolved.values,
        `${environment.publicUrl}${environment.basePath}`,
      );
    },
  };
  await findOldCopy(systemContext(services));
  const stopping: (() => Promise<void>)[] = [];
  const stopBackground = async (): Promise<void> => {
    await Promise.all(stopping.splice(0).map((stop) => stop()));
  };
  return {
    services,
    auth: { publicUrl: environment.publicUrl, secret: keys.secrets.authSecret },
    publicOrigin: environment.publicUrl,
    startBackground: () => {
      const { unusedCredentials } = environment;
      if (unusedCredentials.length > 0) log.warn({ unusedCredentials }, "this version knows no such brokers");
      const { dataDir } = environment;
      setReadiness(createReadiness({ storage, clock, processId: services.processRun.id, dataDir }));
      vault?.startRenewing();
      // Loaded where it runs only: a command at a terminal is over before it would be read.
      const keeper = import("@/server/keeper/start-keeper").then(({ startKeeper }) => startKeeper(services));
      stopping.push(async () => (await keeper).stop());
      const watch = import("@/server/observability/watch-process").then(({ watchProcess }) => {
        const watching = watchProcess(metrics);
        metrics.beforeReading(watching.measure);
        return watching;
      });
      stopping.push(async () => (await watch).stop());
    },
    stopBackground,
    close: async () => {
      await stopBackground();
      await Promise.all([registry.close(), sender.close(), keys.close(), vault?.close()]);
      await backgroundReadsDone(services);
      await flushTokenUses(services).catch((error: unknown) => {
        log.error({ err: error }, "the last uses of API tokens were not written down");
      });
      await flushCallTrail(services).catch((error: unknown) => {
        log.error({ err: error }, "the last calls to brokers are not in the audit log");
      });
      await storage.close();
    },
  };
}

function openLog(
  environment: Environment,
  liveSettings: LiveSettings,
  clock: Clock,
  ownsConsole: boolean,
): Logger {
  const live = openLiveLog(liveSettings.resolved.values, {
    folder: environment.logDir,
    clock,
    console: ownsConsole ? { kind: "stdout" } : null,
    alwaysToConsole: environment.nodeEnv === "development",
    complain: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  liveSettings.onChange(({ values }) => live.take(values));
  return live.log;
}

/** Routes and pages are separate module graphs in one process, so the one container hangs on the process itself. */
const KEY: unique symbol = Symbol.for("wheelhouse.container");

interface Holder {
  [KEY]?: Promise<Container>;
}

/** The container of this web process, built at the first call and closed when the server stops. */
export function getContainer(): Promise<Container> {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] ??= buildMeasured().then((container) => {
    // Whatever request comes first builds the container; what runs on from here is not part of it.
    outsideRequests(() => container.startBackground());
    // Requests under way still need brokers and database while the keeper ends already.
    onStop("background work", () => container.stopBackground());
    onStop("container", () => container.close(), "late");
    return container;
  });
  return holder[KEY];
}

/** Only the web process measures: loading what does it takes a command longer than its work. */
async function buildMeasured(): Promise<Container> {
  const { processMetrics } = await import("@/server/observability/process-metrics");
  return buildContainer(readEnvironment(), { ownsConsole: true, metrics: processMetrics() });
}
