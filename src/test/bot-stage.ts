import { afterAll, beforeAll, beforeEach } from "vitest";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import type { ServiceSettings } from "@/server/services/service-context";
import type { FlightRecord, UserRecord } from "@/server/storage/records";
import type { ConnectionAccess } from "@/shared/schemas/broker";
import { type ApiCall, callApi, giveToken } from "@/test/api-caller";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** A connected connection of a new trader for each test, and a program with a token for it. */
export interface BotStage {
  readonly install: TestInstall;
  readonly owner: UserRecord;
  readonly connectionId: string;
  /** With every scope and the whole reach. */
  readonly token: string;
  /** A call of the program, under the connection's address: `/leases`, `/proxy/api/positions/`. */
  call(path: string, given?: Omit<ApiCall, "path">): Promise<Response>;
  /** The same, answered with a problem: its status and the name of its code. */
  problem(path: string, given?: Omit<ApiCall, "path">): Promise<string>;
  connect(access: ConnectionAccess): Promise<void>;
  /** The session's secrets as they are stored now. */
  secrets(): Promise<BrokerSessionSecrets>;
  /** At the broker, not here: every access token is over, the refresh token is good. */
  killTokens(): void;
  /** How many refresh tokens the broker has been sent. */
  exchanges(): number;
  /** The lines about calls of programs as a whole, oldest first. */
  proxied(): Promise<FlightRecord["details"][]>;
}

/** Sets the stage up for the tests of the file that calls it, on an install and a sandbox that they share. */
export function botStage(settings: Partial<ServiceSettings> = {}): BotStage {
  let install: TestInstall;
  let owner: UserRecord;
  let connectionId: string;
  let token: string;
  beforeAll(async () => {
    // The breaker has its own tests: here every try reaches the broker.
    install = await createTestInstall({
      settings: { breaker: { failures: 1000, openSeconds: 30 }, ...settings },
    });
  });
  afterAll(() => install.close());
  beforeEach(async () => {
    const { control } = install.sandbox;
    control.reset();
    install.clock.advance((1000 - (install.clock.now().getTime() % 1000)) % 1000);
    control.clock.set(install.clock.now());
    owner = await install.addPerson({ roles: ["user", "trader"] });
    await stage.connect("trading");
    token = await giveToken(install.services, owner.id);
    control.clearRequests();
  });
  const stage: BotStage = {
    get install() {
      return install;
    },
    get owner() {
      return owner;
    },
    get connectionId() {
      return connectionId;
    },
    get token() {
      return token;
    },
    call: (path, given = {}) =>
      callApi(install.services, { token, ...given, path: `/connections/${connectionId}${path}` }),
    problem: async (path, given) => {
      const response = await stage.call(path, given);
      const problem: unknown = await response.json();
      const name = typeof problem === "object" && problem !== null ? Reflect.get(problem, "name") : null;
      return `${response.status} ${String(name)}`;
    },
    connect: async (access) => {
      const caller = await install.callerOf(owner);
      ({ id: connectionId } = await caller.connections.add({ broker: "robinhood", label: "hana", access }));
      await caller.connections.startLogin({
        connectionId,
        credentials: { username: "hana@example.com", password: "not-a-real-password-hana" },
        remember: false,
      });
    },
    secrets: async () => {
      const { services } = install;
      const session = await services.storage.brokerSessions.byConnection(connectionId);
      if (session === null) throw new Error("there is no session");
      return openSession(services, services.storage, session);
    },
    killTokens: () => install.sandbox.control.clock.advance(2 * 86_400),
    exchanges: () => install.sandbox.control.requests({ grant: "refresh_token" }).length,
    proxied: async () =>
      (await install.services.storage.flightRecords.pageOf(connectionId, 500, null))
        .filter(({ kind }) => kind === "proxied_call")
        .map(({ details }) => details)
        .toReversed(),
  };
  return stage;
}
