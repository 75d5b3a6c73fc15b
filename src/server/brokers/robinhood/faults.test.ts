import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { LoginStep } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import {
  codeEvent,
  inputOf,
  poll,
  type RobinhoodOnSandbox,
  sentCode,
  sessionOf,
  startRobinhoodOnSandbox,
  waitingOf,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import type { ErrorCode } from "@/shared/error-codes";

// Time-outs are waited for in earnest here, and some three times over.
vi.setConfig({ testTimeout: 30_000 });

let patient: RobinhoodOnSandbox;
let impatient: RobinhoodOnSandbox;
let on: RobinhoodOnSandbox;

beforeAll(async () => {
  patient = await startRobinhoodOnSandbox();
  // Long enough for a healthy answer on a busy machine, short enough to wait for.
  impatient = await startRobinhoodOnSandbox({ timeoutMs: 250 });
});
beforeEach(() => {
  on = patient;
});
afterEach(() => on.sandbox.control.reset());
afterAll(async () => {
  await patient.close();
  await impatient.close();
});

interface FaultRow {
  readonly title: string;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly login: ErrorCode;
  readonly data: ErrorCode;
}

const network = { login: "CONN_NETWORK_ERROR", data: "CONN_NETWORK_ERROR" } as const;
const misunderstood = { login: "CONN_UNEXPECTED_REPLY", data: "CONN_UNEXPECTED_REPLY" } as const;
const down = { login: "CONN_BROKER_UNAVAILABLE", data: "CONN_BROKER_UNAVAILABLE" } as const;
const throttled = { login: "AUTH_RATE_LIMITED", data: "API_RATE_LIMITED" } as const;

const faults: readonly FaultRow[] = [
  { title: "no answer", rule: { kind: "hang" }, login: "CONN_TIMEOUT", data: "CONN_TIMEOUT" },
  { title: "reset before", rule: { kind: "reset-before" }, ...network },
  { title: "reset after", rule: { kind: "reset-after" }, ...network },
  { title: "reset in the middle", rule: { kind: "reset-during" }, ...network },
  {
    title: "401",
    rule: { kind: "status", status: 401 },
    login: "AUTH_LOGIN_REFUSED",
    data: "AUTH_SESSION_EXPIRED",
  },
  {
    title: "403",
    rule: { kind: "status", status: 403 },
    login: "AUTH_LOGIN_REFUSED",
    data: "API_PERMISSION_DENIED",
  },
  {
    title: "429 with Retry-After",
    rule: { kind: "status", status: 429, retryAfterSeconds: 90 },
    ...throttled,
  },
  { title: "429 without Retry-After", rule: { kind: "status", status: 429 }, ...throttled },
  { title: "500", rule: { kind: "status", status: 500 }, ...down },
  { title: "503", rule: { kind: "status", status: 503 }, ...down },
  { title: "truncated JSON", rule: { kind: "truncated" }, ...misunderstood },
  { title: "wrong types", rule: { kind: "wrong-types" }, ...misunderstood },
  { title: "empty body", rule: { kind: "empty" }, ...misunderstood },
];

interface CallRow {
  readonly title: string;
  readonly path: string;
  readonly method?: string;
  readonly purpose: "login" | "data";
  /** Whether the error says that the call may be repeated. */
  readonly repeatable: boolean;
  /** Goes up to the call without the fault, and gives the call. */
  readonly prepare: () => Promise<() => Promise<unknown>>;
  /** Where this call differs from the others of its purpose; null where it succeeds all the same. */
  readonly other?: Readonly<Record<string, ErrorCode | null>>;
}

async function waitingFor(person: string): Promise<Extract<LoginStep, { kind: "waiting" }>> {
  return waitingOf(await on.broker.startLogin(inputOf(person)));
}

function withSession(call: (session: BrokerSessionSecrets) => Promise<unknown>) {
  return async () => {
    const session = await sessionOf(on);
    return () => call(session);
  };
}

const starts = (person: string) => async () => () => on.broker.startLogin(inputOf(person));

const calls: readonly CallRow[] = [
  { title: "token", path: "/oauth2/token/", purpose: "login", repeatable: false, prepare: starts("hana") },
  {
    title: "workflow machine",
    path: "/pathfinder/user_machine/",
    purpose: "login",
    repeatable: false,
    prepare: starts("ada"),
  },
  {
    title: "workflow view",
    path: "/pathfinder/inquiries/*",
    purpose: "login",
    repeatable: false,
    prepare: starts("ada"),
  },
  {
    title: "identi",
    path: "/idl/*",
    purpose: "login",
    repeatable: false,
    prepare: starts("lena"),
  },
  {
    title: "prompt status",
    path: "/push/*",
    purpose: "login",
    repeatable: true,
    prepare: async () => {
      const { state } = await waitingFor("ada");
      return () => on.broker.continueLogin(state, poll);
    },
    // A throttled poll goes on waiting.
    other: { "429 with Retry-After": null, "429 without Retry-After": null },
  },
  {
    title: "workflow continue",
    path: "/pathfinder/inquiries/*",
    method: "POST",
    purpose: "login",
    repeatable: true,
    prepare: async () => {
      const { state } = await waitingFor("ada");
      on.sandbox.control.act("ada", "approve");
      return () => on.broker.continueLogin(state, poll);
    },
    other: { "429 with Retry-After": null, "429 without Retry-After": null },
  },
  {
    title: "challenge respond",
    path: "/challenge/*",
    purpose: "login",
    repeatable: false,
    prepare: async () => {
      const { state } = await waitingFor("ben");
      return () => on.broker.continueLogin(state, sentCode(on.sandbox, "ben"));
    },
  },
  {
    title: "token after an approval",
    path: "/oauth2/token/",
    purpose: "login",
    repeatable: false,
    prepare: async () => {
      const { state } = await waitingFor("ada");
      on.sandbox.control.act("ada", "approve");
      return () => on.broker.continueLogin(state, poll);
    },
  },
  {
    title: "refresh",
    path: "/oauth2/token/",
    purpose: "login",
    repeatable: false,
    prepare: withSession(async (session) => on.broker.refresh?.(session)),
    other: { "401": "AUTH_SESSION_EXPIRED" },
  },
  {
    title: "revoke",
    path: "/oauth2/revoke_token/",
    purpose: "login",
    repeatable: true,
    prepare: withSession((session) => on.broker.revoke(session)),
    // Gone is gone, and nothing is read from a success.
    other: { "401": null, "truncated JSON": null, "wrong types": null, "empty body": null },
  },
  {
    title: "accounts, in the login",
    path: "/accounts/",
    purpose: "data",
    repeatable: false,
    prepare: starts("hana"),
  },
  {
    title: "probe",
    path: "/positions/",
    purpose: "data",
    repeatable: true,
    prepare: withSession((session) => on.broker.probe(session)),
  },
  {
    title: "accounts",
    path: "/accounts/",
    purpose: "data",
    repeatable: true,
    prepare: withSession((session) => on.broker.getAccountSummary(session)),
  },
  {
    title: "portfolio",
    path: "/portfolios/*",
    purpose: "data",
    repeatable: true,
    prepare: withSession((session) => on.broker.getAccountSummary(session)),
  },
];

async function outcome(call: () => Promise<unknown>): Promise<BrokerError | null> {
  try {
    await call();
    return null;
  } catch (error) {
    if (error instanceof BrokerError) return error;
    throw error;
  }
}

const retryAfterSeconds: Readonly<Record<string, number>> = {
  "429 with Retry-After": 90,
  "429 without Retry-After": 36,
};

describe.each(calls)("$title", ({ path, method, purpose, repeatable, prepare, other }) => {
  it.each(faults)("$title", async (fault) => {
    if (fault.login === "CONN_TIMEOUT") on = impatient;
    const call = await prepare();
    on.sandbox.control.clearRequests();
    on.sandbox.control.addFault({ ...fault.rule, path, ...(method === undefined ? {} : { method }) });
    const error = await outcome(call);
    const expected = other?.[fault.title];
    expect(error?.code ?? null).toBe(expected === undefined ? fault[purpose] : expected);
    // The password is sent once a step, whatever goes wrong.
    expect(on.sandbox.control.requests({ grant: "password" }).length).toBeLessThan(2);
    if (error === null) return;
    expect(error.safeToRepeat).toBe(repeatable);
    expect(error.retryAfterSeconds).toBe(retryAfterSeconds[fault.title]);
  });
});

describe("one failure in the middle of a login", () => {
  it.each([
    ["/pathfinder/user_machine/", "ada"],
    ["/pathfinder/inquiries/*", "ada"],
    ["/idl/*", "lena"],
    ["/accounts/", "hana"],
  ])("is overcome: %s", async (path, person) => {
    on.sandbox.control.addFault({ kind: "reset-after", path, count: 2 });
    const step = await on.broker.startLogin(inputOf(person));
    expect(step.kind).toBe(person === "hana" ? "connected" : "waiting");
    expect(on.sandbox.control.requests({ grant: "password" })).toHaveLength(1);
  });

  it("waits out a short throttle, and leaves a long one to the caller", async () => {
    const fault = { kind: "status", status: 429, path: "/accounts/", count: 1 };
    on.sandbox.control.addFault({ ...fault, retryAfterSeconds: 12 });
    const before = on.clock.now().getTime();
    expect((await on.broker.startLogin(inputOf("hana"))).kind).toBe("connected");
    expect(on.clock.now().getTime() - before).toBe(12_000);
    on.sandbox.control.addFault({ ...fault, retryAfterSeconds: 16 });
    await expect(on.broker.startLogin(inputOf("hana"))).rejects.toMatchObject({
      code: "API_RATE_LIMITED",
      retryAfterSeconds: 16,
      safeToRepeat: false,
    });
  });

  it("ends the session again whose owner could not be read", async () => {
    on.sandbox.control.setKnobs({ revokeEndsSession: true });
    on.sandbox.control.addFault({ kind: "status", status: 500, path: "/accounts/" });
    await expect(on.broker.startLogin(inputOf("hana"))).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
    expect(on.sandbox.control.person("hana")?.liveSessions).toBe(0);
  });
});

it("ends in time where the broker is slow", async () => {
  on = impatient;
  on.sandbox.control.addFault({ kind: "delay", delayMs: 2000, path: "/oauth2/token/" });
  await expect(on.broker.startLogin(inputOf("hana"))).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
});

it("does not send a code again by itself", async () => {
  const { state } = await waitingFor("ben");
  on.sandbox.control.addFault({ kind: "reset-after", path: "/challenge/*" });
  await expect(on.broker.continueLogin(state, codeEvent("000000"))).rejects.toBeInstanceOf(BrokerError);
  expect(on.sandbox.control.requests({ route: "/challenge/:challenge/respond/" })).toHaveLength(1);
});
