import { hostname } from "node:os";
import { join } from "node:path";
import { type Environment, readEnvironment } from "@/env";
import { authSecretOf } from "@/server/auth/auth-secret";
import type { AuthSettings } from "@/server/auth/auth-settings";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION } from "@/server/brokers/robinhood/endpoints";
import { type Clock, systemClock } from "@/server/clock";
import { createPublicClient } from "@/server/http/public-client";
import { createNoticeSender } from "@/server/notices/notice-sender";
import type { Logger } from "@/server/observability/logger";
import { createLogger } from "@/server/observability/pino-logger";
import { type Random, systemRandom } from "@/server/random";
import { createArgon2PasswordHasher } from "@/server/secrets/argon2-password-hasher";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { checkMasterKey } from "@/server/secrets/key-canary";
import { loadMasterKey } from "@/server/secrets/master-key";
import { flushTokenUses } from "@/server/services/api-tokens/token-uses";
import { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import type { Services } from "@/server/services/service-context";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { createLiveSettings } from "@/server/settings/live-settings";
import { serviceSettingsOf } from "@/server/settings/service-settings";
import { onStop } from "@/server/stop-hooks";
import { createStorage } from "@/server/storage/create-storage";

const USER_AGENT = "Mozilla/5.0 (compatible; Wheelhouse)";

/** Everything that one process builds once. */
export interface Container {
  readonly services: Services;
  readonly auth: AuthSettings;
  /** Origin under which browsers reach the app. */
  readonly publicOrigin: string;
  /** Starts the work in the background; the web process does, tools do not. */
  startBackground(): void;
  close(): Promise<void>;
}

interface Overrides {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Logger;
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
  const masterKey = await loadMasterKey({
    environmentValue: environment.masterKey?.reveal(),
    keyFilePath: environment.masterKeyFile,
  });
  const storage = await createStorage({ databaseUrl: environment.databaseUrl.reveal() });
  await checkMasterKey(storage, masterKey, random);
  const log = overrides.log ?? openLog(environment, clock);
  const liveSettings = createLiveSettings(environment.withSaved);
  await takeUpSettings({ storage, liveSettings, log });
  const timeoutMs = liveSettings.resolved.values.API_TIMEOUT * 1000;
  const registry = createBrokerRegistry({
    robinhood: { endpoints: environment.robinhood, apiVersion: ROBINHOOD_API_VERSION },
    clock,
    random,
    timeouts: { connectTimeoutMs: timeoutMs, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs },
    userAgent: USER_AGENT,
    observe: (broker, observation) => log.debug({ broker, ...observation }, "broker call"),
  });
  const sender = createNoticeSender({
    mail: environment.mail,
    http: createPublicClient({ privateHosts: environment.noticePrivateHosts, userAgent: "Wheelhouse" }),
    clock,
    log,
  });
  const services: Services = {
    storage,
    cipher: createEnvelopeCipher({ masterKey, clock, random }),
    passwords: createArgon2PasswordHasher(),
    brokers: registry.brokers,
    clock,
    random,
    log,
    feed: createConnectionFeed(),
    sender,
    flights: new SingleFlight(),
    process: `${hostname()}-${process.pid}`,
    processRun: {
      id: random.uuid(),
      kind: "web",
      host: hostname(),
      pid: process.pid,
      masterKeys: [masterKey.fingerprint],
    },
    liveSettings,
    // Read anew by whoever makes a context, so that a context has the settings of one moment.
    get settings() {
      return serviceSettingsOf(liveSettings.resolved.values, environment.publicUrl);
    },
  };
  const stopping: (() => Promise<void>)[] = [];
  return {
    services,
    auth: { publicUrl: environment.publicUrl, secret: authSecretOf(masterKey) },
    publicOrigin: environment.publicUrl,
    startBackground: () => {
      // Loaded where it runs only: a command at a terminal is over before it would be read.
      const keeper = import("@/server/keeper/start-keeper").then(({ startKeeper }) => startKeeper(services));
      stopping.push(async () => (await keeper).stop());
    },
    close: async () => {
      await Promise.all(stopping.splice(0).map((stop) => stop()));
      await Promise.all([registry.close(), sender.close()]);
      await backgroundReadsDone(services);
      await flushTokenUses(services).catch((error: unknown) => {
        log.error({ err: error }, "the last uses of API tokens were not written down");
      });
      await storage.close();
    },
  };
}

function openLog(environment: Environment, clock: Clock): Logger {
  return createLogger({
    level: environment.resolved.values.LOG_LEVEL,
    clock,
    destinations: [
      { kind: "file", path: join(environment.logDir, "wheelhouse.log") },
      ...(environment.nodeEnv === "development" ? [{ kind: "stdout" } as const] : []),
    ],
  });
}

/** Routes and pages are separate module graphs in one process, so the one container hangs on the process itself. */
const KEY: unique symbol = Symbol.for("wheelhouse.container");

interface Holder {
  [KEY]?: Promise<Container>;
}

/** The container of this web process, built at the first call and closed when the server stops. */
export function getContainer(): Promise<Container> {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] ??= buildContainer(readEnvironment()).then((container) => {
    container.startBackground();
    onStop("container", () => container.close());
    return container;
  });
  return holder[KEY];
}
