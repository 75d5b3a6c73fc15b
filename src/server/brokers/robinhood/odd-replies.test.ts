import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CallableBroker } from "@/server/brokers/broker.contract";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import {
  codeEvent,
  connectedOf,
  inputOf,
  poll,
  waitingOf,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import {
  type RobinhoodOnScript,
  type Scripted,
  type SeenRequest,
  startRobinhoodOnScript,
} from "@/server/brokers/robinhood/on-script.contract";

/** Answers that the sandbox does not give, from a server that says what it is told to. */
const now = new Date("2026-11-20T15:00:00Z");

let on: RobinhoodOnScript;
let broker: CallableBroker;
let script: RobinhoodOnScript["script"];
let seen: SeenRequest[];

beforeEach(async () => {
  on = await startRobinhoodOnScript(now);
  ({ broker, script, seen } = on);
});

afterEach(() => on.close());

const token = "POST /oauth2/token/";
const accounts = "GET /accounts/";
const machine = "POST /pathfinder/user_machine/";
const view = "GET /pathfinder/inquiries/m1/user_view/";
const proceed = "POST /pathfinder/inquiries/m1/user_view/";
const identi = "PATCH /idl/v1/workflow/w1/";
const respond = "POST /challenge/c1/respond/";

const granted: Scripted = {
  body: { access_token: "opaque", expires_in: 3600, refresh_token: "r1", user_uuid: "u1" },
};
const workflow: Scripted = { status: 403, body: { verification_workflow: { id: "w1" } } };
const noAccounts: Scripted = { body: { results: [], next: null } };
const account = { account_number: "5AB", user_id: "u-account", type: "cash" };

function challengeOf(fields: object): Scripted {
  const challenge = { id: "c1", type: "sms", status: "issued", ...fields };
  return { body: { context: null, type_context: { context: { sheriff_challenge: challenge } } } };
}

function screen(params: object): Scripted {
  return { body: { route: { replace: { screen: { name: "SCREEN", ...params } } } } };
}

async function session(): Promise<BrokerSessionSecrets> {
  script[token] = [granted];
  script[accounts] = [noAccounts];
  return connectedOf(await broker.startLogin(inputOf("ada"))).session;
}

describe("the token request", () => {
  it("is sent as today's clients send it, and the same again after the approval", async () => {
    script[token] = [workflow, granted];
    script[machine] = [{ body: { id: "m1" } }];
    script[view] = [challengeOf({})];
    script[respond] = [{ body: { id: "c1", type: "sms", status: "validated" } }];
    script[proceed] = [{ body: { verification_workflow: { workflow_status: "workflow_status_approved" } } }];
    script[accounts] = [noAccounts];
    const { state } = waitingOf(await broker.startLogin(inputOf("ada")));
    const done = connectedOf(await broker.continueLogin(state, codeEvent("123456")));
    expect(done.session.expiresAt).toEqual(new Date(now.getTime() + 3_600_000));
    const [first, second] = seen.filter((request) => request.line === token);
    expect(second?.body).toBe(first?.body);
    const form = new URLSearchParams(first?.body);
    expect([...form.keys()]).toEqual([
      ..."client_id expires_in grant_type password scope username device_token try_passkeys".split(" "),
      ..."token_request_path create_read_only_secondary_token request_id long_session".split(" "),
    ]);
    expect(form.get("long_session")).toBe("false");
    expect(first?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-robinhood-api-version": "1.431.4",
      "user-agent": "wheelhouse-test",
    });
    expect(first?.headers).not.toHaveProperty("authorization");
    expect(seen.at(-1)?.headers).toMatchObject({ authorization: "Bearer opaque" });
  });

  it("asks for a long session where more than a day is wanted", async () => {
    script[token] = [granted];
    script[accounts] = [noAccounts];
    const sessionParams = { expiresInSeconds: 2_592_000, scope: "internal" };
    await broker.startLogin({ ...inputOf("ada"), sessionParams });
    expect(new URLSearchParams(seen[0]?.body).get("long_session")).toBe("true");
  });

  it.each([
    ["AUTH_INVALID_CREDENTIALS", 400, { detail: "Unable to log in with provided credentials." }],
    ["AUTH_LOGIN_REFUSED", 400, { detail: "unable to log in with provided credentials" }],
    ["AUTH_LOGIN_REFUSED", 401, { detail: "Unable to log in with provided credentials." }],
    ["AUTH_LOGIN_REFUSED", 401, { detail: "Invalid bearer token." }],
    ["AUTH_LOGIN_REFUSED", 403, { error: "unsupported_grant_type" }],
    ["AUTH_LOGIN_REFUSED", 400, { username: ["This field is required."] }],
    ["AUTH_LOGIN_REFUSED", 403, "<html>Access denied</html>"],
    [
      "AUTH_CLIENT_REFUSED",
      403,
      { detail: "Update to the newest version of Robinhood to access this feature." },
    ],
    ["AUTH_RATE_LIMITED", 429, { detail: "Request was throttled." }],
    ["CONN_BROKER_UNAVAILABLE", 503, "<html>Down</html>"],
    ["CONN_UNEXPECTED_REPLY", 302, ""],
    ["CONN_UNEXPECTED_REPLY", 200, "<html>Robinhood</html>"],
    ["CONN_UNEXPECTED_REPLY", 200, '{"access_token":"abc'],
    ["CONN_UNEXPECTED_REPLY", 200, { access_token: 7, expires_in: "soon" }],
  ])("%s for %i %j", async (code, status, body) => {
    script[token] = [{ status, body }];
    const error: unknown = await broker.startLogin(inputOf("ada")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, status, step: "token", safeToRepeat: false });
    expect(seen).toHaveLength(1);
    const counts = status >= 400 && status < 500 && code !== "AUTH_CLIENT_REFUSED";
    expect(error).toMatchObject({ countsAgainstLogin: counts });
  });

  it("names the place of what does not fit, never its value", async () => {
    script[token] = [{ body: { access_token: "very-secret", expires_in: "very-secret" } }];
    const error = await broker.startLogin(inputOf("ada")).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty("cause.message", "The reply does not fit: expires_in (invalid_type)");
  });

  it.each([workflow, { body: { mfa_required: true, mfa_type: "app" } }])(
    "ends where the broker asks again after the approval: %j",
    async (again) => {
      script[token] = [workflow, again];
      script[machine] = [{ body: { id: "m1" } }];
      script[view] = [challengeOf({ status: "validated" })];
      script[proceed] = [{ body: { type_context: { result: "workflow_status_approved" } } }];
      await expect(broker.startLogin(inputOf("ada"))).rejects.toMatchObject({
        code: "AUTH_LOGIN_REFUSED",
        countsAgainstLogin: true,
      });
      expect(seen.filter((request) => request.line === token)).toHaveLength(2);
    },
  );

  it("takes a repeated mfa_required for a wrong code, twice at most", async () => {
    script[token] = [{ body: { mfa_required: true, mfa_type: "sms" } }];
    const first = waitingOf(await broker.startLogin(inputOf("ada")));
    const second = waitingOf(await broker.continueLogin(first.state, codeEvent("111111")));
    expect(second.challenge).toMatchObject({ attemptsLeft: 1, lastCodeRejected: true });
    expect(await broker.continueLogin(second.state, poll)).toEqual(second);
    await expect(broker.continueLogin(second.state, codeEvent("222222"))).rejects.toMatchObject({
      code: "AUTH_CODE_REJECTED",
    });
  });
});

describe("challenges", () => {
  beforeEach(() => {
    script[token] = [workflow, granted];
    script[machine] = [{ body: { id: "m1" } }];
    script[accounts] = [noAccounts];
  });

  it.each([
    ["AUTH_CHALLENGE_DENIED", { type: "prompt", status: "failed" }],
    ["AUTH_CODE_REJECTED", { type: "sms", status: "failed" }],
    ["AUTH_CHALLENGE_EXPIRED", { type: "email", status: "expired" }],
    ["CONN_UNEXPECTED_REPLY", { type: "passkey" }],
    ["CONN_UNEXPECTED_REPLY", { expires_at: "soon" }],
  ])("%s where the broker shows %j", async (code, fields) => {
    script[view] = [challengeOf(fields)];
    await expect(broker.startLogin(inputOf("ada"))).rejects.toMatchObject({ code });
  });

  it("lets another code be tried where the broker says nothing on attempts", async () => {
    script[view] = [challengeOf({})];
    script[respond] = [
      { status: 401, body: { detail: "Challenge response is invalid." } },
      { status: 400, body: { detail: "Challenge response is invalid.", challenge: "?" } },
      { body: { id: "c1", type: "sms", status: "issued", remaining_attempts: 0 } },
    ];
    let { state } = waitingOf(await broker.startLogin(inputOf("ada")));
    for (let tries = 0; tries < 2; tries += 1) {
      const again = waitingOf(await broker.continueLogin(state, codeEvent("000000")));
      expect(again.challenge).toMatchObject({ lastCodeRejected: true, attemptsLeft: null });
      state = again.state;
    }
    await expect(broker.continueLogin(state, codeEvent("000000"))).rejects.toMatchObject({
      code: "AUTH_CODE_REJECTED",
    });
  });

  it("ends an older challenge that has no attempt left", async () => {
    const challenge = { id: "c1", type: "sms", status: "issued" };
    script[token] = [{ status: 401, body: { detail: "Request blocked, challenge issued.", challenge } }];
    script[respond] = [{ body: { ...challenge, remaining_attempts: 0 } }];
    const { state } = waitingOf(await broker.startLogin(inputOf("ada")));
    await expect(broker.continueLogin(state, codeEvent("000000"))).rejects.toMatchObject({
      code: "AUTH_CODE_REJECTED",
    });
  });

  it("goes on waiting while the workflow is pending, and treats an unknown status so too", async () => {
    script[view] = [challengeOf({ type: "prompt" })];
    script["GET /push/c1/get_prompts_status/"] = [
      { body: { challenge_status: "something new" } },
      { body: { challenge_status: "validated" } },
    ];
    script[proceed] = [{ body: { type_context: { result: "workflow_status_internal_pending" } } }];
    const first = waitingOf(await broker.startLogin(inputOf("ada")));
    expect(first.challenge.expiresAt).toBeNull();
    expect(await broker.continueLogin(first.state, poll)).toEqual(first);
    expect(await broker.continueLogin(first.state, poll)).toEqual(first);
  });

  it("waits half a minute where a throttled poll says no time", async () => {
    script[view] = [challengeOf({ type: "prompt" })];
    script["GET /push/c1/get_prompts_status/"] = [{ status: 429, body: "slow down" }];
    const { state } = waitingOf(await broker.startLogin(inputOf("ada")));
    expect(waitingOf(await broker.continueLogin(state, poll)).pollAfterMs).toBe(30_000);
  });
});

describe("identi", () => {
  beforeEach(() => {
    script[token] = [workflow, granted];
    script[accounts] = [noAccounts];
  });

  const sms = { smsChallengeScreenParams: { sheriffChallenge: { id: "c1" } } };
  const prompt = {
    deviceApprovalChallengeScreenParams: { sheriffChallenge: { id: "c1", status: "ISSUED" } },
  };
  const exit = (status: string): Scripted => ({ body: { route: { exit: { status } } } });

  it.each([
    ["AUTH_CHALLENGE_DENIED", exit("WORKFLOW_STATUS_DENIED")],
    ["AUTH_LOGIN_REFUSED", exit("WORKFLOW_STATUS_EXPIRED")],
    ["AUTH_LOGIN_REFUSED", screen({})],
    ["AUTH_LOGIN_REFUSED", { body: { route: {} } }],
    ["AUTH_LOGIN_REFUSED", { status: 404, body: "" }],
  ])("%s where it answers %j", async (code, reply) => {
    script[identi] = [reply];
    await expect(broker.startLogin(inputOf("ada"))).rejects.toMatchObject({ code });
  });

  it("finishes a login that is approved already", async () => {
    script[identi] = [exit("WORKFLOW_STATUS_APPROVED")];
    expect((await broker.startLogin(inputOf("ada"))).kind).toBe("connected");
  });

  it("knows a text message screen by no more than its id, and waits while it is pending", async () => {
    script[identi] = [screen(sms), screen(sms), exit("WORKFLOW_STATUS_APPROVED")];
    script[respond] = [{ body: { id: "c1", type: "sms", status: "validated" } }];
    const { state, challenge } = waitingOf(await broker.startLogin(inputOf("ada")));
    expect(challenge).toMatchObject({ kind: "sms", attemptsLeft: null, expiresAt: null });
    const pending = waitingOf(await broker.continueLogin(state, codeEvent("123456")));
    expect(pending.pollAfterMs).toBe(5000);
    const last = connectedOf(await broker.continueLogin(pending.state, poll));
    expect(last.challenged).toBe(true);
    expect(seen.filter((request) => request.line === respond)).toHaveLength(1);
  });

  it.each([
    ["AUTH_CHALLENGE_DENIED", "WORKFLOW_STATUS_DENIED"],
    ["AUTH_LOGIN_REFUSED", "WORKFLOW_STATUS_FAILED"],
  ])("%s where it ends with %s after the answer", async (code, status) => {
    script[identi] = [screen(sms), exit(status)];
    script[respond] = [{ body: { id: "c1", type: "sms", status: "validated" } }];
    const { state } = waitingOf(await broker.startLogin(inputOf("ada")));
    await expect(broker.continueLogin(state, codeEvent("123456"))).rejects.toMatchObject({ code });
  });

  it("finishes at once where the switch finds the prompt approved", async () => {
    script[identi] = [screen(prompt), exit("WORKFLOW_STATUS_APPROVED")];
    const { state } = waitingOf(await broker.startLogin(inputOf("ada")));
    expect((await broker.continueLogin(state, { kind: "switch", to: "sms" })).kind).toBe("connected");
  });
});

describe("sessions", () => {
  it("keeps the old refresh token where the reply has none, and forgets a read-only token that ended", async () => {
    const held = await session();
    script[token] = [{ body: { access_token: "opaque2", expires_in: 60, scope: "internal" } }];
    const refreshed = await broker.refresh?.(held);
    expect(refreshed?.refreshToken?.reveal()).toBe("r1");
    expect(refreshed?.readOnlyToken).toBeNull();
    const form = new URLSearchParams(seen.at(-1)?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: "refresh_token",
      refresh_token: "r1",
      scope: "internal",
      expires_in: "86400",
      device_token: inputOf("ada").deviceToken?.reveal(),
    });
    await broker.refresh?.(refreshed ?? held);
    expect(seen.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  it.each([
    ["AUTH_SESSION_EXPIRED", workflow],
    ["AUTH_SESSION_EXPIRED", { status: 400, body: { error: "invalid_grant" } }],
    ["AUTH_SESSION_EXPIRED", { status: 401, body: "" }],
    ["AUTH_LOGIN_REFUSED", { status: 400, body: { error: "invalid_request" } }],
  ])("%s for a refresh answered %j", async (code, reply) => {
    const held = await session();
    script[token] = [reply];
    await expect(broker.refresh?.(held)).rejects.toMatchObject({ code, countsAgainstLogin: false });
  });

  it("cannot refresh what it has no token or no parameters for", async () => {
    const held = await session();
    seen.length = 0;
    const expired = { code: "AUTH_SESSION_EXPIRED" };
    await expect(broker.refresh?.({ ...held, refreshToken: null })).rejects.toMatchObject(expired);
    const unreadable = { code: "STORAGE_READ_ERROR" };
    await expect(broker.refresh?.({ ...held, extra: {} })).rejects.toMatchObject(unreadable);
    expect(seen).toEqual([]);
  });

  it("revokes every token it has, the others too when one fails", async () => {
    const held = await session();
    seen.length = 0;
    script["POST /oauth2/revoke_token/"] = [
      { status: 500, body: "" },
      { status: 404, body: "" },
    ];
    await expect(broker.revoke(held)).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    expect(seen.map((request) => new URLSearchParams(request.body).get("token"))).toEqual(["r1", "opaque"]);
    script["POST /oauth2/revoke_token/"] = [{ status: 302, body: "" }];
    await expect(broker.revoke(held)).rejects.toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
    script["POST /oauth2/revoke_token/"] = [{ body: "" }];
    await broker.revoke(held);
  });
});

describe("accounts", () => {
  it("recognises the person by an account where the token does not say who it is", async () => {
    script[token] = [{ body: { access_token: "a.!!!.c", expires_in: 60 } }];
    script[accounts] = [{ body: { results: [{ account_number: "1" }, account], next: null } }];
    const { identity } = connectedOf(await broker.startLogin(inputOf("ada")));
    expect(identity).toEqual({
      userId: "u-account",
      accounts: [
        { number: "1", kind: "unknown" },
        { number: "5AB", kind: "cash" },
      ],
    });
    script[accounts] = [noAccounts];
    await expect(broker.startLogin(inputOf("ada"))).rejects.toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
  });

  it.each([{ exp: "never" }, { exp: -1 }, {}])(
    "goes by expires_in where the token has no end: %j",
    async (claims) => {
      const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
      script[token] = [{ body: { access_token: `h.${payload}.s`, expires_in: 60, user_uuid: "u" } }];
      script[accounts] = [noAccounts];
      const { session: held } = connectedOf(await broker.startLogin(inputOf("ada")));
      expect(held.expiresAt).toEqual(new Date(now.getTime() + 60_000));
    },
  );

  it("follows a relative link, and refuses one that leads elsewhere before it connects", async () => {
    const held = await session();
    script["GET /portfolios/5AB/"] = [{ body: {} }];
    script[accounts] = [
      { body: { results: [], next: "/accounts/?cursor=2" } },
      { body: { results: [account] } },
    ];
    expect(await broker.getAccountSummary(held)).toHaveLength(1);
    script[accounts] = [{ body: { results: [], next: "https://elsewhere.example/accounts/" } }];
    await expect(broker.getAccountSummary(held)).rejects.toMatchObject({ code: "CONN_ADDRESS_REFUSED" });
  });

  it.each(["/accounts/?cursor=1", "http://["])("does not turn pages for ever: %s", async (next) => {
    const held = await session();
    seen.length = 0;
    script[accounts] = [{ body: { results: [], next } }];
    await expect(broker.getAccountSummary(held)).rejects.toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
    expect(seen.length).toBeLessThanOrEqual(20);
  });

  const balances = (fields: object) => ({ margin_balances: fields });
  it.each([
    [null, {}],
    [null, { cash_balances: {} }],
    [true, balances({ is_pdt_forever: true })],
    [false, balances({ is_pdt_forever: false, marked_pattern_day_trader_date: "" })],
    [false, balances({ is_pdt_forever: null, marked_pattern_day_trader_date: null })],
    [true, balances({ marked_pattern_day_trader_date: "2026-09-01" })],
    [
      true,
      balances({
        marked_pattern_day_trader_date: "2026-09-01",
        pattern_day_trader_expiry_date: "2026-11-20",
      }),
    ],
    [
      false,
      balances({
        marked_pattern_day_trader_date: "2026-01-01",
        pattern_day_trader_expiry_date: "2026-11-19",
      }),
    ],
  ])("pattern day trader %s from %j", async (expected, fields) => {
    const held = await session();
    script["GET /accounts/5AB/"] = [{ body: { ...account, ...fields } }];
    script["GET /portfolios/5AB/"] = [{ body: {} }];
    const [summary] = await broker.getAccountSummary(held, "5AB");
    expect(summary).toMatchObject({
      patternDayTrader: expected,
      dayTradesRemaining: null,
      portfolioValue: null,
    });
  });

  it("adds money up as decimals, to the last digit", async () => {
    const held = await session();
    script[accounts] = [
      {
        body: {
          results: [
            { ...account, type: "margin", buying_power: "0.3", cash: "-5", portfolio_cash: null },
            { ...account, account_number: "6CD", deactivated: true },
          ],
        },
      },
    ];
    script["GET /portfolios/5AB/"] = [
      { body: { equity: "99999999999999.30", equity_previous_close: "0.1", display_currency: "USD" } },
    ];
    const trades = { equity_day_trades: [{}, {}, {}], option_day_trades: [{}] };
    script["GET /accounts/5AB/recent_day_trades/"] = [{ body: trades }];
    expect(await broker.getAccountSummary(held)).toMatchObject([
      {
        buyingPower: "0.30",
        cash: "-5.00",
        portfolioValue: "99999999999999.30",
        totalReturnToday: "99999999999999.20",
        dayTradesRemaining: 0,
      },
    ]);
  });

  it.each([
    ["API_INVALID_REQUEST", 400],
    ["CONN_UNEXPECTED_REPLY", 418],
  ])("%s for a read answered %i", async (code, status) => {
    const held = await session();
    script["GET /positions/"] = [{ status, body: {} }];
    await expect(broker.probe(held)).rejects.toMatchObject({ code });
  });
});
