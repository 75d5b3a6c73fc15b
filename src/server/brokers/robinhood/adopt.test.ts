import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ForeignTokens } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import {
  connectedOf,
  inputOf,
  type RobinhoodOnSandbox,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import {
  type RobinhoodOnScript,
  type Scripted,
  startRobinhoodOnScript,
} from "@/server/brokers/robinhood/on-script.contract";
import { Secret } from "@/shared/secret";

let on: RobinhoodOnSandbox;

beforeAll(async () => {
  on = await startRobinhoodOnSandbox();
});
afterEach(() => on.sandbox.control.reset());
afterAll(() => on.close());

const adopt = (tokens: ForeignTokens) => on.broker.adopt?.(tokens) ?? Promise.reject(new Error("no adopt"));
const signIn = async (person = "hana") => connectedOf(await on.broker.startLogin(inputOf(person)));
const tokensOf = (session: BrokerSessionSecrets): ForeignTokens => ({
  accessToken: session.accessToken,
  readOnlyToken: session.readOnlyToken,
  refreshToken: session.refreshToken,
  deviceToken: session.extra["deviceToken"] ?? null,
  expiresAt: null,
  expiresInSeconds: 86_400,
});
const passwordsSent = () => on.sandbox.control.requests({ grant: "password" }).length;
const refreshes = () =>
  on.sandbox.control.requests().filter((request) => request.path === "/oauth2/token/").length;

describe("taking over tokens", () => {
  it("keeps them as they are where they are good, with the end that the token tells", async () => {
    const { session, identity } = await signIn();
    const adopted = await adopt(tokensOf(session));
    expect(adopted.identity).toEqual(identity);
    expect(adopted.session).toMatchObject({ expiresAt: session.expiresAt, hardExpiresAt: null });
    expect(adopted.session.accessToken.reveal()).toBe(session.accessToken.reveal());
    expect(adopted.session.readOnlyToken?.reveal()).toBe(session.readOnlyToken?.reveal());
    expect(adopted.session.extra["deviceToken"]?.reveal()).toBe(session.extra["deviceToken"]?.reveal());
    await on.broker.probe(adopted.session);
    expect(await on.broker.refresh?.(adopted.session)).toMatchObject({ hardExpiresAt: null });
  });

  it("renews an access token that is over, once, and takes its new companions", async () => {
    const { session } = await signIn();
    on.sandbox.control.clock.advance(2 * 86_400);
    const before = refreshes();
    const adopted = await adopt(tokensOf(session));
    expect(refreshes()).toBe(before + 1);
    expect(adopted.session.accessToken.reveal()).not.toBe(session.accessToken.reveal());
    expect(adopted.session.readOnlyToken?.reveal()).not.toBe(session.readOnlyToken?.reveal());
    await on.broker.probe(adopted.session);
  });

  it("says that only a login helps where neither token is good, or there is no refresh token", async () => {
    const { session } = await signIn();
    on.sandbox.control.endSessions("hana");
    const over = { code: "AUTH_SESSION_EXPIRED" };
    await expect(adopt(tokensOf(session))).rejects.toMatchObject(over);
    await expect(adopt({ ...tokensOf(session), refreshToken: null })).rejects.toMatchObject(over);
    expect(passwordsSent()).toBe(1);
  });
});

describe("tokens that tell nothing of themselves", () => {
  const now = new Date("2026-11-20T15:00:00Z");
  const probe = "GET /positions/";
  const accounts = "GET /accounts/";
  const of = (user: string) => ({
    body: { results: [{ account_number: "5AB", user_id: user, type: "cash" }], next: null },
  });
  const bare: ForeignTokens = {
    accessToken: new Secret("opaque"),
    readOnlyToken: null,
    refreshToken: null,
    deviceToken: null,
    expiresAt: null,
    expiresInSeconds: 86_400,
  };
  let script: RobinhoodOnScript;
  beforeAll(async () => {
    script = await startRobinhoodOnScript(now);
  });
  beforeEach(() => {
    script.script[probe] = [{ body: { results: [] } }];
    script.script[accounts] = [of("u1")];
  });
  afterAll(() => script.close());

  const adoptScripted = async (tokens: Partial<ForeignTokens>) =>
    (await script.broker.adopt?.({ ...bare, ...tokens }))?.session;

  it("are renewed soon where they can be, else live as long as is usual, or as their file says", async () => {
    const ends = async (tokens: Partial<ForeignTokens>) =>
      ((await adoptScripted(tokens))?.expiresAt.getTime() ?? 0) - now.getTime();
    expect(await ends({})).toBe(86_400_000);
    expect(await ends({ refreshToken: new Secret("r") })).toBe(600_000);
    expect(await ends({ expiresAt: new Date(now.getTime() + 5000) })).toBe(5000);
  });

  it("get a device token where none came with them", async () => {
    expect((await adoptScripted({}))?.extra["deviceToken"]?.reveal()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("keep a read-only token only if it is good and the same person's", async () => {
    const readOnlyToken = new Secret("reads");
    const kept = async (...replies: Scripted[]) => {
      script.script[accounts] = [of("u1"), ...replies];
      return (await adoptScripted({ readOnlyToken }))?.readOnlyToken?.reveal() ?? null;
    };
    expect(await kept(of("u1"))).toBe("reads");
    expect(script.seen.at(-1)?.headers["authorization"]).toBe("Bearer reads");
    expect(await kept(of("u2"))).toBeNull();
    expect(await kept({ status: 401, body: { detail: "Invalid token." } })).toBeNull();
    await expect(kept({ status: 403, body: {} })).rejects.toThrow();
  });
});
