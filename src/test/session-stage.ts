import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { addConnection } from "@/server/services/connections/add-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord, SessionAttemptRecord } from "@/server/storage/records";
import { createTestInstall, type TestInstall } from "@/test/test-install";

export const DAY_SECONDS = 86_400;
export const LOGIN = { username: "hana@example.com", password: "not-a-real-password-hana" };

/** One connected connection of a new person for each test of a file, and what is asked about it again and again. */
export interface SessionStage {
  readonly install: TestInstall;
  /** The owner's. */
  readonly ctx: ServiceContext;
  readonly connectionId: string;
  connection(): Promise<ConnectionRecord>;
  session(): Promise<BrokerSessionRecord>;
  refresh(trigger?: "keeper" | "call" | "person"): Promise<BrokerSessionRecord>;
  /** How many refresh tokens the broker has been sent. */
  exchanges(): number;
  /** Adds a fault of the sandbox to exchanges of refresh tokens. */
  failExchanges(rule: Record<string, unknown>): void;
  attempts(): Promise<SessionAttemptRecord[]>;
  /** Types of the audit events about the connection or its session of now, oldest first. */
  events(): Promise<string[]>;
  /** Lets the keeper's renewals fail on so many days; on the fourth it gives up. */
  failOnDays(days: number): Promise<void>;
}

/** Sets the stage up for the tests of the file that calls it, on an install and a sandbox that they share. */
export function sessionStage(): SessionStage {
  let install: TestInstall;
  let ctx: ServiceContext;
  let connectionId: string;
  beforeAll(async () => {
    // The breaker has its own tests: here every try reaches the broker.
    install = await createTestInstall({ settings: { breaker: { failures: 1000, openSeconds: 30 } } });
  });
  afterAll(() => install.close());
  beforeEach(async () => {
    const { control } = install.sandbox;
    control.reset();
    install.clock.advance((1000 - (install.clock.now().getTime() % 1000)) % 1000);
    control.clock.set(install.clock.now());
    ctx = await install.contextOf(await install.addPerson());
    const added = await addConnection(ctx, { broker: "robinhood", label: "hana", access: "read_only" });
    connectionId = added.id;
    await startLogin(ctx, { connectionId, credentials: LOGIN, remember: false });
  });

  const stage: SessionStage = {
    get install() {
      return install;
    },
    get ctx() {
      return ctx;
    },
    get connectionId() {
      return connectionId;
    },
    connection: async () => found(await ctx.storage.connections.byId(connectionId)),
    session: async () => found(await ctx.storage.brokerSessions.byConnection(connectionId)),
    refresh: async (trigger = "keeper") =>
      refreshSession(ctx, await stage.connection(), await stage.session(), trigger),
    exchanges: () => install.sandbox.control.requests({ grant: "refresh_token" }).length,
    failExchanges: (rule) => {
      install.sandbox.control.addFault({ path: "/oauth2/token/", grant: "refresh_token", ...rule });
    },
    attempts: () => ctx.storage.sessionAttempts.recentOf(connectionId, 5),
    events: async () => {
      const ids = [connectionId, (await ctx.storage.brokerSessions.byConnection(connectionId))?.id];
      return (await install.events())
        .filter(({ targetId }) => ids.includes(targetId ?? ""))
        .map(({ eventType }) => eventType);
    },
    failOnDays: async (days) => {
      stage.failExchanges({ kind: "status", status: 503 });
      for (let day = 1; day <= days; day += 1) {
        await expect(stage.refresh()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
        install.advance(DAY_SECONDS);
      }
    },
  };
  return stage;
}

function found<T>(row: T | null): T {
  if (row === null) throw new Error("The row is gone");
  return row;
}
