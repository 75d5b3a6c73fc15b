import { randomBytes } from "node:crypto";
import { prepare } from "@/cli/prepare/prepare";
import { readEnvironment, readHeadlessEnvironment } from "@/env";
import type { RunningSandbox } from "@/sandbox/server";
import { systemClock } from "@/server/clock";
import { createCredentialBackends } from "@/server/credential-backends/create-backends";
import { openInstallKeys } from "@/server/install-keys";
import { systemRandom } from "@/server/random";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import type { Services } from "@/server/services/service-context";
import { createStorage } from "@/server/storage/create-storage";
import { buildAppSession, buildConnection, buildUser } from "@/test/builders";

/** A connection of the install, and the sandbox's person who signs in there. */
export interface DrillPerson {
  readonly key: string;
  readonly connectionId: string;
  readonly username: string;
  readonly password: string;
}

export interface DrillInstall {
  /** What the workers' processes are given as their environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly reader: Pick<Services, "storage" | "cipher" | "credentialBackends">;
  readonly people: readonly DrillPerson[];
  readonly ownerId: string;
  readonly appSessionId: string;
  close(): Promise<void>;
}

/** How the broker treats each person: what a crash costs depends on it. */
const TREATMENT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  /** Every login is approved on the phone: logins wait, and are polled, over many restarts. */
  ada: { alwaysAsk: true },
  /** A refresh token that is used twice ends the session. */
  ben: { approval: "none", refreshReuseEndsSession: true },
  /** Tokens of four minutes: the keeper renews them at almost every start. */
  hana: { tokenLifeSeconds: 240 },
  ivan: { approval: "none", tokenLifeSeconds: 600 },
  june: { approval: "none" },
  /** The refresh token stays good: no crash can lose anything. */
  lena: { approval: "none", rotateRefresh: false, tokenLifeSeconds: 400 },
  mona: { approval: "none" },
  otto: {},
};

const DAY_MS = 86_400_000;

/** Prepares the database and one person of Wheelhouse with a connection for each person of the sandbox. */
export async function makeDrillInstall(options: {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly brokerUrl: string;
  readonly noticeHost: string;
  readonly sandbox: RunningSandbox;
}): Promise<DrillInstall> {
  const masterKey = randomBytes(32).toString("base64");
  const environment = {
    NODE_ENV: "production",
    DATA_DIR: options.dataDir,
    DATABASE_URL: options.databaseUrl,
    APP_MASTER_KEY: masterKey,
    ROBINHOOD_API_URL: options.brokerUrl,
    ROBINHOOD_IDENTI_URL: options.brokerUrl,
    ROBINHOOD_BONFIRE_URL: options.brokerUrl,
    NOTICE_PRIVATE_HOSTS: options.noticeHost,
    RATE_LIMIT_REQUESTS: "6000",
    MAX_SESSIONS: "100",
    LOG_LEVEL: "INFO",
  };
  const settings = readEnvironment(environment);
  await prepare(settings);
  const storage = await createStorage({ databaseUrl: options.databaseUrl });
  const deps = { clock: systemClock, random: systemRandom };
  const keys = await openInstallKeys(settings, storage, deps);
  const cipher = createEnvelopeCipher({ keys, clock: systemClock, random: systemRandom });

  const now = systemClock.now();
  const owner = buildUser({ createdAt: now, updatedAt: now });
  await storage.users.create(owner);
  const appSession = buildAppSession({
    userId: owner.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 6 * DAY_MS),
  });
  await storage.appSessions.create(appSession);
  const people: DrillPerson[] = [];
  for (const [key, knobs] of Object.entries(TREATMENT)) {
    options.sandbox.control.setKnobs(knobs, key);
    const phone = options.sandbox.control.person(key);
    if (phone === null) throw new Error(`The sandbox does not know ${key}`);
    const connection = buildConnection({ ownerId: owner.id, label: key, createdAt: now, updatedAt: now });
    await storage.connections.create(connection);
    people.push({ key, connectionId: connection.id, username: phone.username, password: phone.password });
  }
  return {
    environment,
    reader: {
      storage,
      cipher,
      credentialBackends: createCredentialBackends({
        storage,
        cipher,
        random: systemRandom,
        vault: null,
        readVariables: readHeadlessEnvironment,
        current: () => "database",
      }),
    },
    people,
    ownerId: owner.id,
    appSessionId: appSession.id,
    close: () => storage.close(),
  };
}
