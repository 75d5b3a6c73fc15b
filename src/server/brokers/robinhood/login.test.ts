import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  appCode,
  codeEvent,
  connectedOf,
  inputOf,
  poll,
  type RobinhoodOnSandbox,
  sentCode,
  startRobinhoodOnSandbox,
  waitingOf,
} from "@/server/brokers/robinhood/on-sandbox.contract";

let on: RobinhoodOnSandbox;

beforeAll(async () => {
  on = await startRobinhoodOnSandbox();
});
afterEach(() => on.sandbox.control.reset());
afterAll(() => on.close());

function passwordsSent(): number {
  return on.sandbox.control.requests({ grant: "password" }).length;
}

/** A token's `exp` has no fractions. */
function wholeSecond(timeMs: number): Date {
  return new Date(Math.floor(timeMs / 1000) * 1000);
}

async function begin(person: string, fields: Parameters<typeof inputOf>[1] = {}) {
  return waitingOf(await on.broker.startLogin(inputOf(person, fields)));
}

const toText = { kind: "switch", to: "sms" } as const;

describe("approval by prompt", () => {
  it("polls no faster than five seconds, sends the password twice in all, and tells who signed in", async () => {
    const first = await begin("ada");
    expect(first).toMatchObject({
      pollAfterMs: 5000,
      challenge: {
        kind: "prompt",
        alternatives: ["sms"],
        attemptsLeft: null,
        expiresAt: new Date(on.clock.now().getTime() + 300_000).toISOString(),
      },
    });
    const still = waitingOf(await on.broker.continueLogin(first.state, poll));
    expect(still).toEqual(first);
    on.sandbox.control.act("ada", "approve");
    const connected = connectedOf(await on.broker.continueLogin(still.state, poll));
    expect(connected.identity.accounts).toHaveLength(1);
    expect(connected.session.readOnlyToken).not.toBeNull();
    expect(connected.session.expiresAt).toEqual(wholeSecond(on.clock.now().getTime() + 86_400_000));
    expect(passwordsSent()).toBe(2);
  });

  it("signs in at once from a device that was approved before", async () => {
    const { state } = await begin("ada");
    on.sandbox.control.act("ada", "approve");
    await on.broker.continueLogin(state, poll);
    const again = connectedOf(await on.broker.startLogin(inputOf("ada")));
    expect(again.challenged).toBe(false);
  });

  it("waits for a challenge that is not ready, without the person", async () => {
    const startedAt = on.clock.now().getTime();
    on.sandbox.control.setKnobs({ viewsBeforeChallenge: 2 });
    expect((await begin("ada")).challenge.kind).toBe("prompt");
    expect(on.clock.now().getTime() - startedAt).toBe(10_000);
  });

  it("asks identi where pathfinder shows an error page", async () => {
    on.sandbox.control.setKnobs({ workflowErrorPage: true });
    const { state } = await begin("ada");
    on.sandbox.control.act("ada", "approve");
    expect((await on.broker.continueLogin(state, poll)).kind).toBe("connected");
  });

  it("asks identi where pathfinder does not know the workflow", async () => {
    on.sandbox.control.addFault({ kind: "status", status: 404, path: "/pathfinder/user_machine/" });
    expect((await begin("ada")).challenge.kind).toBe("prompt");
  });

  it("gives up where neither interface shows a challenge", async () => {
    on.sandbox.control.addFault({ kind: "status", status: 404, path: "/pathfinder/user_machine/" });
    await expect(on.broker.startLogin(inputOf("mona"))).rejects.toMatchObject({ code: "AUTH_LOGIN_REFUSED" });
    expect(passwordsSent()).toBe(1);
  });

  it("stays waiting while the poll is throttled, for as long as the broker says", async () => {
    const { state } = await begin("ada");
    const fault = { kind: "status", status: 429, path: "/push/*", count: 1 };
    on.sandbox.control.addFault({ ...fault, retryAfterSeconds: 40 });
    const throttled = waitingOf(await on.broker.continueLogin(state, poll));
    expect(throttled.pollAfterMs).toBe(40_000);
    on.sandbox.control.addFault(fault);
    const bySentence = waitingOf(await on.broker.continueLogin(throttled.state, poll));
    expect(bySentence.pollAfterMs).toBe(36_000);
    on.sandbox.control.act("ada", "approve");
    expect((await on.broker.continueLogin(bySentence.state, poll)).kind).toBe("connected");
  });
});

describe("a text message instead of the prompt", () => {
  it.each(["ada", "lena"])("is asked for at identi and finishes the login: %s", async (person) => {
    const { state } = await begin(person);
    const text = waitingOf(await on.broker.continueLogin(state, toText));
    expect(text.challenge).toMatchObject({ kind: "sms", alternatives: [], attemptsLeft: 3 });
    const done = await on.broker.continueLogin(text.state, sentCode(on.sandbox, person));
    expect(done.kind).toBe("connected");
    expect(passwordsSent()).toBe(2);
  });

  it("leaves the prompt open where the broker has no text message", async () => {
    const { state } = await begin("mona");
    const still = waitingOf(await on.broker.continueLogin(state, toText));
    expect(still.challenge).toMatchObject({ kind: "prompt", alternatives: [] });
    await expect(on.broker.continueLogin(still.state, toText)).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    on.sandbox.control.act("mona", "approve");
    expect((await on.broker.continueLogin(still.state, poll)).kind).toBe("connected");
  });

  it("takes no notice of a code while a prompt is open", async () => {
    const { state } = await begin("ada");
    await expect(on.broker.continueLogin(state, codeEvent("123456"))).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
  });

  it("tells a denial that came before it", async () => {
    const { state } = await begin("lena");
    on.sandbox.control.act("lena", "deny");
    await expect(on.broker.continueLogin(state, toText)).rejects.toMatchObject({
      code: "AUTH_CHALLENGE_DENIED",
    });
  });
});

describe("codes", () => {
  it("tells that a code came too late", async () => {
    const { state } = await begin("ben");
    on.sandbox.control.addFault({ kind: "late-code" });
    await expect(on.broker.continueLogin(state, sentCode(on.sandbox, "ben"))).rejects.toMatchObject({
      code: "AUTH_CHALLENGE_EXPIRED",
    });
  });

  it("waits for the person alone: a poll changes nothing and is not asked for", async () => {
    const first = await begin("ben");
    expect(first.pollAfterMs).toBeNull();
    on.sandbox.control.clearRequests();
    expect(await on.broker.continueLogin(first.state, poll)).toEqual(first);
    const older = await begin("gus");
    expect(await on.broker.continueLogin(older.state, poll)).toEqual(older);
    expect(on.sandbox.control.requests({ person: "ben" })).toEqual([]);
  });

  it("does not ask again for a code that was accepted, when the broker then falters", async () => {
    const { state } = await begin("ben");
    const path = "/pathfinder/inquiries/*";
    on.sandbox.control.addFault({ kind: "status", status: 503, path, method: "POST", count: 1 });
    const accepted = waitingOf(await on.broker.continueLogin(state, sentCode(on.sandbox, "ben")));
    expect(accepted.pollAfterMs).toBe(5000);
    on.sandbox.control.addFault({ kind: "status", status: 429, path, method: "POST", count: 1 });
    const throttled = waitingOf(await on.broker.continueLogin(accepted.state, codeEvent("ignored")));
    expect(throttled.pollAfterMs).toBe(36_000);
    expect((await on.broker.continueLogin(throttled.state, poll)).kind).toBe("connected");
    expect(on.sandbox.control.requests({ route: "/challenge/:challenge/respond/" })).toHaveLength(1);
  });

  it.each(["dan", "eve"])("answers a request for an app code from a secret: %s", async (person) => {
    const secret = on.sandbox.control.person(person)?.authenticator?.secret ?? "";
    const spaced = secret.toLowerCase().replace(/(.{4})/g, "$1 ");
    const step = connectedOf(await on.broker.startLogin(inputOf(person, { mfaSecret: spaced })));
    expect(step.challenged).toBe(true);
  });

  it.each(["dan", "eve"])("answers a request for an app code from a typed code: %s", async (person) => {
    const mfaCode = on.sandbox.control.person(person)?.authenticator?.code ?? "";
    expect((await on.broker.startLogin(inputOf(person, { mfaCode }))).kind).toBe("connected");
  });

  it.each(["dan", "eve"])("uses a wrong secret once, then asks the person: %s", async (person) => {
    const step = await begin(person, { mfaSecret: "A".repeat(32), mfaCode: "000000" });
    expect(step.challenge).toMatchObject({ kind: "app", lastCodeRejected: true });
    expect(JSON.stringify(step.state)).not.toContain("AAAAAAAA");
    const done = await on.broker.continueLogin(step.state, appCode(on.sandbox, person));
    expect(done.kind).toBe("connected");
  });

  it("keeps a typed code for an app out of a text message challenge", async () => {
    const { challenge } = await begin("ben", { mfaCode: "123456" });
    expect(challenge).toMatchObject({ kind: "sms", lastCodeRejected: false });
  });
});

describe("what is refused before anything is sent", () => {
  it.each([
    ["VALIDATION_MISSING_FIELD", { password: " " }],
    ["VALIDATION_INVALID_INPUT", { mfaSecret: "not base32 at all!" }],
    ["VALIDATION_INVALID_INPUT", { mfaCode: "12" }],
  ] as const)("%s for %o", async (code, fields) => {
    await expect(on.broker.startLogin(inputOf("ada", fields))).rejects.toMatchObject({ code });
    expect(passwordsSent()).toBe(0);
  });

  it("a login without user name or device", async () => {
    const input = inputOf("ada");
    const { password } = input.credentials;
    if (password === undefined) throw new Error("no password");
    const error = { code: "VALIDATION_MISSING_FIELD" };
    await expect(on.broker.startLogin({ ...input, credentials: { password } })).rejects.toMatchObject(error);
    await expect(on.broker.startLogin({ ...input, deviceToken: null })).rejects.toMatchObject(error);
  });
});

describe("what locks the account", () => {
  it("tells the lock and how long it lasts", async () => {
    const wrong = inputOf("ada", { password: "wrong-password" });
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(on.broker.startLogin(wrong)).rejects.toMatchObject({ code: "AUTH_INVALID_CREDENTIALS" });
    }
    await expect(on.broker.startLogin(inputOf("ada"))).rejects.toMatchObject({
      code: "AUTH_RATE_LIMITED",
      retryAfterSeconds: 600,
      countsAgainstLogin: true,
    });
  });

  it("tells that the client is too old", async () => {
    const old = await startRobinhoodOnSandbox({ apiVersion: "1.0.0" });
    await expect(old.broker.startLogin(inputOf("ada"))).rejects.toMatchObject({
      code: "AUTH_CLIENT_REFUSED",
      countsAgainstLogin: false,
    });
    await old.close();
  });
});

it("shows no id, code or token to log and metrics", async () => {
  on.observations.length = 0;
  const { state } = await begin("ben");
  const code = sentCode(on.sandbox, "ben");
  const { session } = connectedOf(await on.broker.continueLogin(state, code));
  const shown = JSON.stringify(on.observations);
  expect(on.observations.length).toBeGreaterThan(4);
  expect(shown).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\?/);
  expect(shown).not.toContain(session.accessToken.reveal());
});
