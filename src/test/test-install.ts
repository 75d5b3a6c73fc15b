import { type RunningSandbox, startSandbox } from "@/sandbox/server";
import { appRouter } from "@/server/api/root";
import { createCallerFactory } from "@/server/api/trpc";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION } from "@/server/brokers/robinhood/endpoints";
import { createCredentialBackends } from "@/server/credential-backends/create-backends";
import { createPublicClient } from "@/server/http/public-client";
import { createNoticeSender } from "@/server/notices/notice-sender";
import type { NoticeSender } from "@/server/notices/notice-sender.port";
import { createLogger } from "@/server/observability/pino-logger";
import { createMetrics } from "@/server/observability/prom-metrics";
import { createArgon2PasswordHasher } from "@/server/secrets/argon2-password-hasher";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createMasterKeys } from "@/server/secrets/master-keys";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { driveLogins } from "@/server/services/connections/drive-logins";
import type { Actor, ServiceContext, ServiceSettings, Services } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { UserRecord } from "@/server/storage/records";
import type { Storage } from "@/server/storage/storage";
import type { VaultClient } from "@/server/vault/vault.port";
import type { AuditEventView } from "@/shared/schemas/audit";
import { auditQuerySchema } from "@/shared/schemas/audit";
import { Secret } from "@/shared/secret";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";
import { buildAppSession, buildUser } from "@/test/builders";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { testCopyGuard } from "@/test/test-copy-guard";
import { openTestKeys } from "@/test/test-keys";
import { testProcess } from "@/test/test-process";
import { noVariables, testLiveSettings, testSettings } from "@/test/test-settings";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const createCaller = createCallerFactory(appRouter);

/** The Wheelhouse password of every person that {@link TestInstall.addPerson} makes. */
export const TEST_PASSWORD = "correct horse battery staple";

/** A whole install in one process: real database, real encryption, and the sandbox over real HTTP. */
export interface TestInstall {
  readonly services: Services;
  readonly clock: FixedClock;
  readonly sandbox: RunningSandbox;
  readonly databaseUrl: string;
  /** Everything that was logged, a line each. */
  readonly logLines: string[];
  addPerson(given?: Partial<UserRecord>): Promise<UserRecord>;
  /** The context of a request by this person, with an app session of their own; null is nobody. */
  contextOf(user: UserRecord | null): Promise<ServiceContext>;
  callerOf(user: UserRecord | null): Promise<ReturnType<typeof createCaller>>;
  /** Moves our time and the sandbox's alike. */
  advance(seconds: number): void;
  /** One round of the login driver. */
  drive(): Promise<void>;
  /** One round of the keeper of sessions; when it is needed next. */
  keep(): Promise<Date | null>;
  /** All audit events, oldest first. */
  events(): Promise<AuditEventView[]>;
  close(): Promise<void>;
}

/** Builds an install on a database and a sandbox of its own. `second` shares the database of the first. */
export async function createTestInstall(
  options: {
    sandbox?: RunningSandbox;
    storage?: TestStorage;
    timeoutMs?: number;
    settings?: Partial<ServiceSettings>;
    process?: string;
    /** `host:port` of local receivers of notices. */
    noticePrivateHosts?: readonly string[];
    /** Where `SECURE_STORAGE` is vault. */
    vault?: { readonly client: VaultClient; readonly prefix: string };
    /** The variables that the owner's connections sign in with. */
    readHeadless?: () => HeadlessSettings;
    /** Takes the place of the real sender of notices. */
    sender?: NoticeSender;
  } = {},
): Promise<TestInstall> {
  const clock = new FixedClock();
  const sandbox = options.sandbox ?? (await startSandbox({ port: 0, time: clock.now(), frozen: true }));
  const test = options.storage ?? (await createTestStorage());
  const random = createSeededRandom(crypto.randomUUID());
  const logLines: string[] = [];
  const timeoutMs = options.timeoutMs ?? 5000;
  const log = createLogger({
    level: "DEBUG",
    clock,
    destinations: [{ kind: "writer", write: (line) => logLines.push(line) }],
  });
  const registry = createBrokerRegistry({
    robinhood: {
      endpoints: { apiUrl: sandbox.url, identiUrl: sandbox.url, bonfireUrl: sandbox.url },
      apiVersion: ROBINHOOD_API_VERSION,
    },
    clock,
    random,
    timeouts: () => ({ connectTimeoutMs: timeoutMs, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs }),
    userAgent: "wheelhouse-test",
    observe: (broker, observation) => log.debug({ broker, ...observation }, "broker call"),
  });
  const keys = await openTestKeys(test.storage);
  const sender =
    options.sender ??
    createNoticeSender({
      mail: null,
      http: createPublicClient({
        privateHosts: options.noticePrivateHosts ?? [],
        userAgent: "wheelhouse-test",
      }),
      clock,
      log,
    });
  const cipher = createEnvelopeCipher({ keys, clock, random });
  const services: Services = {
    storage: test.storage,
    cipher,
    credentialBackends: createCredentialBackends({
      storage: test.storage,
      cipher,
      random,
      vault: options.vault ?? null,
      readVariables: options.readHeadless ?? noVariables,
      current: () => services.settings.secureStorage,
    }),
    masterKeys: createMasterKeys({ keys, clock, random }),
    passwords: createArgon2PasswordHasher(),
    brokers: registry.brokers,
    clock,
    random,
    log,
    feed: createConnectionFeed(),
    sender,
    flights: new SingleFlight(),
    process: options.process ?? "test-1",
    settings: testSettings(options.settings),
    liveSettings: testLiveSettings(),
    processRun: testProcess(),
    copyGuard: testCopyGuard(test.storage),
    metrics: createMetrics(),
  };
  const passwordHash = await services.passwords.hash(new Secret(TEST_PASSWORD));
  const contextOf = async (user: UserRecord | null): Promise<ServiceContext> => ({
    ...services,
    actor: user === null ? { type: "anonymous" } : await actorOf(test.storage, user, clock.now()),
    request: {
      id: random.uuid(),
      ipAddress: "192.0.2.10",
      userAgent: "Test browser",
      interface: "web",
    },
  });
  return {
    services,
    clock,
    sandbox,
    databaseUrl: test.databaseUrl,
    logLines,
    addPerson: async (given = {}) => {
      const user = buildUser({ passwordHash, ...given });
      await test.storage.users.create(user);
      return user;
    },
    contextOf,
    callerOf: async (user) => createCaller(await contextOf(user)),
    advance: (seconds) => {
      sandbox.control.clock.advance(seconds);
      clock.advance(seconds * 1000);
    },
    drive: async () => {
      await driveLogins(systemContext(services));
    },
    keep: () => keepSessions(systemContext(services)),
    events: async () => {
      const query = auditQuerySchema.parse({ limit: 200 });
      return (await test.storage.audit.search(query)).events.toReversed();
    },
    close: async () => {
      await registry.close();
      await sender.close();
      if (options.storage === undefined) {
        await test.close();
      }
      if (options.sandbox === undefined) {
        await sandbox.close();
      }
    },
  };
}

async function actorOf(storage: Storage, user: UserRecord, now: Date): Promise<Actor> {
  const session = buildAppSession({ userId: user.id, createdAt: now, lastSeenAt: now });
  const id = `${session.id}-${crypto.randomUUID()}`;
  await storage.appSessions.create({ ...session, id });
  return {
    type: "user",
    userId: user.id,
    email: user.email,
    displayName: user.displayName,
    roles: user.roles,
    isOwner: user.isOwner,
    appSessionId: id,
  };
}
