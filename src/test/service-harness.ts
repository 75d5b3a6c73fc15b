import { createCredentialBackends } from "@/server/credential-backends/create-backends";
import { createPublicClient } from "@/server/http/public-client";
import { createNoticeSender } from "@/server/notices/notice-sender";
import type { Logger } from "@/server/observability/logger";
import { createLogger } from "@/server/observability/pino-logger";
import { createMetrics } from "@/server/observability/prom-metrics";
import { createArgon2PasswordHasher } from "@/server/secrets/argon2-password-hasher";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createMasterKeys } from "@/server/secrets/master-keys";
import { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import type { Actor, RequestFacts, ServiceContext, Services } from "@/server/services/service-context";
import type { UserRecord } from "@/server/storage/records";
import type { Role } from "@/shared/permissions";
import { type AuditEventView, auditQuerySchema } from "@/shared/schemas/audit";
import { Secret } from "@/shared/secret";
import { buildAppSession, buildUser } from "@/test/builders";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { testCopyGuard } from "@/test/test-copy-guard";
import { openTestKeys } from "@/test/test-keys";
import { testProcess } from "@/test/test-process";
import { noVariables, testLiveSettings, testSettings } from "@/test/test-settings";
import { createTestStorage } from "@/test/test-storage";

export const PASSWORD = "tidal copper lantern";

export interface ServiceHarness {
  readonly services: Services;
  /** For another process on the same database. */
  readonly databaseUrl: string;
  readonly clock: FixedClock;
  /** Every log line so far. */
  readonly logLines: string[];
  /** A context of nobody, from an address of the documentation range. */
  anonymous(request?: Partial<RequestFacts>): ServiceContext;
  /** A stored person with {@link PASSWORD}. */
  person(given?: Partial<UserRecord>): Promise<UserRecord>;
  /** The context of a stored person, signed in by a stored app session. */
  as(user: UserRecord): Promise<ServiceContext>;
  /** A new stored person with these roles, signed in. */
  member(...roles: Role[]): Promise<ServiceContext>;
  /** The audit log, oldest first. */
  events(): Promise<AuditEventView[]>;
  close(): Promise<void>;
}

/** The product's services on a database of their own, at a standing clock, with nothing but real parts. */
export async function createServiceHarness(): Promise<ServiceHarness> {
  const { storage, databaseUrl, close } = await createTestStorage();
  const clock = new FixedClock();
  const random = createSeededRandom();
  const keys = await openTestKeys(storage);
  const logLines: string[] = [];
  const log: Logger = createLogger({
    level: "DEBUG",
    clock,
    destinations: [{ kind: "writer", write: (line) => logLines.push(line) }],
  });
  const passwords = createArgon2PasswordHasher();
  const sender = createNoticeSender({
    mail: null,
    http: createPublicClient({ privateHosts: [], userAgent: "wheelhouse-test" }),
    clock,
    log,
  });
  const cipher = createEnvelopeCipher({ keys, clock, random });
  const services: Services = {
    storage,
    cipher,
    credentialBackends: createCredentialBackends({
      storage,
      cipher,
      random,
      vault: null,
      readVariables: noVariables,
      current: () => services.settings.secureStorage,
    }),
    masterKeys: createMasterKeys({ keys, clock, random }),
    passwords,
    brokers: {},
    clock,
    random,
    log,
    feed: createConnectionFeed(),
    sender,
    flights: new SingleFlight(),
    process: "test-1",
    settings: testSettings({ appSessionIdleSeconds: 3600, appSessionMaxSeconds: 86_400 }),
    liveSettings: testLiveSettings(),
    processRun: testProcess(),
    copyGuard: testCopyGuard(storage),
    metrics: createMetrics(),
  };
  const passwordHash = await passwords.hash(new Secret(PASSWORD));

  const request: RequestFacts = {
    id: "request-1",
    ipAddress: "192.0.2.10",
    userAgent: "Test browser",
    interface: "web",
  };
  const person = async (given: Partial<UserRecord> = {}) => {
    const user = buildUser({ passwordHash, ...given });
    await storage.users.create(user);
    return user;
  };
  const as = async (user: UserRecord): Promise<ServiceContext> => {
    const now = clock.now();
    const session = buildAppSession({
      userId: user.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
    });
    await storage.appSessions.create(session);
    const actor: Actor = {
      type: "user",
      userId: user.id,
      email: user.email,
      displayName: user.displayName,
      roles: user.roles,
      isOwner: user.isOwner,
      appSessionId: session.id,
    };
    return { ...services, actor, request };
  };

  return {
    services,
    databaseUrl,
    clock,
    logLines,
    anonymous: (facts = {}) => ({
      ...services,
      actor: { type: "anonymous" },
      request: { ...request, ...facts },
    }),
    person,
    as,
    member: async (...roles) => as(await person({ roles })),
    events: async () => (await storage.audit.search(auditQuerySchema.parse({ limit: 200 }))).events.reverse(),
    close: async () => {
      await sender.close();
      await close();
    },
  };
}
