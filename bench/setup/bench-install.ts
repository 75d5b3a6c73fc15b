import { randomBytes } from "node:crypto";
import { prepare } from "@/cli/prepare/prepare";
import { readEnvironment } from "@/env";
import type { Broker, BrokerCalls, LoginInput } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { type Clock, systemClock } from "@/server/clock";
import { buildContainer } from "@/server/container";
import { openGate } from "@/server/http/call-gate";
import type { ServiceContext, Services } from "@/server/services/service-context";
import type { ConnectionRecord, UserRecord } from "@/server/storage/records";
import { Secret } from "@/shared/secret";
import { buildAppSession, buildConnection, buildUser } from "@/test/builders";
import { BrokerTimes } from "./broker-times";
import { countStorageCalls, type StorageCalls } from "./count-storage-calls";
import type { SandboxProcess } from "./sandbox-process";

/** The one who signs in by the password alone. */
const CREDENTIALS = { username: "hana@example.com", password: "not-a-real-password-hana" };

/** The product as the server builds it, without its pages, and the same broker without the product around it. */
export interface BenchInstall {
  /** The environment, by which another process opens the same install. */
  readonly variables: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly services: Services;
  /** Of the person's own requests. */
  readonly person: ServiceContext;
  readonly credentials: typeof CREDENTIALS;
  /** Emptied by whoever counts. */
  readonly storageCalls: StorageCalls;
  /** Time that the product's requests spent at the broker. */
  readonly times: BrokerTimes;
  /** The same requests by the same HTTP client with nothing before them: no limit, breaker, recorder, database. */
  readonly bare: BrokerCalls;
  readonly bareTimes: BrokerTimes;
  bareLogin(): Promise<BrokerSessionSecrets>;
  bareRefresh(secrets: BrokerSessionSecrets): Promise<BrokerSessionSecrets>;
  addPerson(): Promise<UserRecord>;
  /** Somebody's own requests, by a session of their own. */
  contextOf(user: UserRecord): Promise<ServiceContext>;
  addConnection(given?: Partial<ConnectionRecord>): Promise<ConnectionRecord>;
  connection(id: string): Promise<ConnectionRecord>;
  /** Empties the connection's window of requests, as a minute without any would. */
  clearWindow(connectionId: string): Promise<void>;
  /** Sets our time ahead of the machine's. */
  advance(seconds: number): void;
  close(): Promise<void>;
}

/** Prepares the database and builds the container; the limit of requests is set so high that none is refused. */
export async function createBenchInstall(options: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly sandbox: SandboxProcess;
}): Promise<BenchInstall> {
  const { url } = options.sandbox;
  const variables = {
    DATA_DIR: options.folder,
    DATABASE_URL: options.databaseUrl,
    APP_MASTER_KEY: randomBytes(32).toString("base64"),
    ROBINHOOD_API_URL: url,
    ROBINHOOD_IDENTI_URL: url,
    ROBINHOOD_BONFIRE_URL: url,
    RATE_LIMIT_REQUESTS: "6000",
    MAX_SESSIONS: "1000",
    AUTO_CONNECT: "false",
  };
  const environment = readEnvironment(variables);
  await prepare(environment);
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };
  const container = await buildContainer(environment, { clock });
  const broker = robinhoodOf(container.services);
  const times = new BrokerTimes();
  const storageCalls: StorageCalls = new Map();
  const services: Services = {
    ...container.services,
    storage: countStorageCalls(container.services.storage, storageCalls),
    brokers: { robinhood: times.watch(broker) },
  };
  const bareTimes = new BrokerTimes();
  const bare = bareTimes.watch(broker).through(openGate);
  const { storage } = services;

  const addPerson = async () => {
    const now = clock.now();
    const user = buildUser({ createdAt: now, updatedAt: now });
    await storage.users.create(user);
    return user;
  };
  const owner = await addPerson();
  const person = await contextOf(services, owner);

  return {
    variables,
    folder: options.folder,
    services,
    person,
    credentials: CREDENTIALS,
    storageCalls,
    times,
    bare,
    bareTimes,
    bareLogin: async () => {
      const step = await bare.startLogin(loginInput(broker, services.settings.brokerSessionSeconds));
      if (step.kind !== "connected") throw new Error("The sandbox wants more than the password");
      return step.session;
    },
    bareRefresh: async (secrets) => {
      if (bare.refresh === null) throw new Error("This broker renews nothing");
      return bare.refresh(secrets);
    },
    addPerson,
    contextOf: (user) => contextOf(services, user),
    addConnection: async (given = {}) => {
      const now = clock.now();
      const connection = buildConnection({ ownerId: owner.id, createdAt: now, updatedAt: now, ...given });
      await storage.connections.create(connection);
      return connection;
    },
    connection: async (id) => {
      const row = await storage.connections.byId(id);
      if (row === null) throw new Error("The connection is gone");
      return row;
    },
    clearWindow: (connectionId) =>
      storage.requestWindows.put({ connectionId, sentAt: [], updatedAt: clock.now() }),
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
    close: () => container.close(),
  };
}

function robinhoodOf({ brokers }: Services): Broker {
  if (brokers.robinhood === undefined) throw new Error("The install does not offer Robinhood");
  return brokers.robinhood;
}

async function contextOf(services: Services, user: UserRecord): Promise<ServiceContext> {
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + services.settings.appSessionMaxSeconds * 1_000);
  const session = buildAppSession({ userId: user.id, createdAt: now, lastSeenAt: now, expiresAt });
  await services.storage.appSessions.create(session);
  const { id: userId, email, displayName, roles, isOwner } = user;
  return {
    ...services,
    actor: { type: "user", userId, email, displayName, roles, isOwner, appSessionId: session.id },
    request: {
      id: services.random.uuid(),
      ipAddress: "192.0.2.10",
      userAgent: "Benchmark",
      interface: "web",
    },
  };
}

function loginInput(broker: Broker, expiresInSeconds: number): LoginInput {
  return {
    credentials: {
      username: new Secret(CREDENTIALS.username),
      password: new Secret(CREDENTIALS.password),
    },
    deviceToken: broker.createDeviceToken(),
    access: "read_only",
    sessionParams: { expiresInSeconds, scope: "internal" },
  };
}
