import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type {
  Broker,
  BrokerCalls,
  LoginEvent,
  LoginInput,
  LoginState,
  LoginStep,
  ProxyRequest,
} from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import {
  type BrokerSessionSecrets,
  decodeBrokerSession,
  encodeBrokerSession,
} from "@/server/brokers/broker-session-secrets";
import { accountSummarySchema } from "@/shared/schemas/account";
import { brokerDescriptionSchema } from "@/shared/schemas/broker";
import { type ChallengeKind, challengeSchema } from "@/shared/schemas/challenge";

/** A broker and its calls, with nothing before them. */
export type CallableBroker = Broker & BrokerCalls;

/** One way to sign in at the broker's side that the test controls. */
export interface ContractLogin {
  readonly title: string;
  /** What the broker asks for; null where the credentials are enough. */
  readonly challenge: ChallengeKind | null;
  input(): LoginInput;
  /** Does what the person does, such as approving, and gives the event that moves the login on. */
  answer(): LoginEvent;
  wrongAnswer?(): LoginEvent;
  deny?(): void;
  expire?(): void;
}

/** A broker's side that the contract is tried on. */
export interface BrokerContractHarness {
  start(): Promise<CallableBroker>;
  stop(): Promise<void>;
  /** Back to the beginning after each test. */
  reset(): void;
  readonly logins: readonly ContractLogin[];
  /** An input whose credentials are wrong. */
  refusedInput(): LoginInput;
  /** Something that programs may read with any session; null where the broker passes no calls on. */
  readonly proxyRead: Pick<ProxyRequest, "host" | "path"> | null;
  /** From now on a refresh leaves the refresh token as it is. */
  keepRefreshToken(): void;
}

/** What every broker must do, whatever its protocol (see `broker.ts`). */
export function describeBrokerContract(name: string, harness: BrokerContractHarness): void {
  describe(`broker contract: ${name}`, () => {
    let broker: CallableBroker;
    beforeAll(async () => {
      broker = await harness.start();
    });
    afterEach(() => harness.reset());
    afterAll(() => harness.stop());

    const plain = harness.logins.find((login) => login.challenge === null) ?? harness.logins[0];

    async function signIn(login: ContractLogin | undefined): Promise<BrokerSessionSecrets> {
      if (login === undefined) throw new Error("The harness has no login");
      return (await complete(broker, login)).session;
    }

    it("describes itself consistently", () => {
      const { description } = broker;
      expect(brokerDescriptionSchema.parse(description)).toEqual(description);
      const names = description.credentialFields.map((field) => field.name);
      expect(new Set(names).size).toBe(names.length);
      const oneTime = description.credentialFields.filter((field) => field.kind === "one_time_code");
      expect(oneTime.every((field) => field.remember === "never")).toBe(true);
      expect(broker.getOrders !== null).toBe(description.capabilities.includes("orders"));
      expect(description.capabilities).toContain("data");
    });

    it("makes a new device identity each time, or none", () => {
      const [first, second] = [broker.createDeviceToken(), broker.createDeviceToken()];
      expect(first === null ? second : first.reveal() !== second?.reveal()).toBe(
        first === null ? null : true,
      );
    });

    it.each(harness.logins)("signs in: $title", async (login) => {
      const connected = await complete(broker, login);
      expect(connected.challenged).toBe(login.challenge !== null);
      expect(connected.identity.userId).not.toBe("");
      expect(connected.session.expiresAt.getTime()).toBeGreaterThan(0);
      await broker.probe(connected.session);
    });

    it.each(harness.logins.filter((login) => login.wrongAnswer))(
      "asks again after a wrong code: $title",
      async (login) => {
        const first = await begin(broker, login);
        const again = await broker.continueLogin(first.state, login.wrongAnswer?.() ?? login.answer());
        if (again.kind !== "waiting") throw new Error("A wrong code signed in");
        expect(again.challenge.lastCodeRejected).toBe(true);
        expect(first.challenge.lastCodeRejected).toBe(false);
        const done = await broker.continueLogin(throughJson(again.state), login.answer());
        expect(done.kind).toBe("connected");
      },
    );

    it.each(harness.logins.filter((login) => login.wrongAnswer))(
      "ends when no wrong code is left: $title",
      async (login) => {
        let step: LoginStep = await begin(broker, login);
        const error = await failure(login, async () => {
          for (let tries = 0; tries < 20 && step.kind === "waiting"; tries += 1) {
            step = await broker.continueLogin(step.state, login.wrongAnswer?.() ?? login.answer());
          }
        });
        expect(error.code).toBe("AUTH_CODE_REJECTED");
        expect(error.countsAgainstLogin).toBe(true);
      },
    );

    it.each(harness.logins.filter((login) => login.deny))("tells a denial: $title", async (login) => {
      const { state } = await begin(broker, login);
      login.deny?.();
      const error = await failure(login, () => broker.continueLogin(state, { kind: "poll" }));
      expect(error.code).toBe("AUTH_CHALLENGE_DENIED");
    });

    it.each(harness.logins.filter((login) => login.expire))(
      "tells that time is up: $title",
      async (login) => {
        const { state } = await begin(broker, login);
        login.expire?.();
        const error = await failure(login, () => broker.continueLogin(state, { kind: "poll" }));
        expect(error.code).toBe("AUTH_CHALLENGE_EXPIRED");
      },
    );

    it("refuses wrong credentials, and says that they count", async () => {
      const input = harness.refusedInput();
      const error = await failure({ input: () => input }, () => broker.startLogin(input));
      expect(error).toMatchObject({
        code: "AUTH_INVALID_CREDENTIALS",
        countsAgainstLogin: true,
        safeToRepeat: false,
      });
    });

    it("refuses a state that is not its own, and an event that does not fit", async () => {
      await expect(broker.continueLogin({ other: 1 }, { kind: "poll" })).rejects.toBeInstanceOf(BrokerError);
      const login = harness.logins.find((candidate) => candidate.challenge !== null);
      if (login === undefined) return;
      const { state } = await begin(broker, login);
      const error = await failure(login, () =>
        broker.continueLogin(state, { kind: "switch", to: "gateway" }),
      );
      expect(error.code).toBe("API_CONFLICT");
    });

    it("reads each account, and one by its number", async () => {
      const session = await signIn(plain);
      const summaries = await broker.getAccountSummary(session);
      expect(summaries.length).toBeGreaterThan(0);
      for (const summary of summaries) {
        expect(accountSummarySchema.parse(summary)).toEqual(summary);
        expect(summary.portfolioValue).not.toBeNull();
        expect(await broker.getAccountSummary(session, summary.accountNumber)).toEqual([summary]);
      }
      await expect(broker.getAccountSummary(session, "no-such-account")).rejects.toMatchObject({
        code: "API_RESOURCE_NOT_FOUND",
      });
    });

    it("refreshes three times in a row, each time with the newest session", async () => {
      if (broker.refresh === null) return;
      let session = await signIn(plain);
      for (let round = 0; round < 3; round += 1) {
        session = throughStorage(await broker.refresh(throughStorage(session)));
        await broker.probe(session);
      }
    });

    it("keeps the refresh token where the broker gives no new one", async () => {
      if (broker.refresh === null) return;
      const session = await signIn(plain);
      harness.keepRefreshToken();
      const refreshed = await broker.refresh(session);
      expect(refreshed.refreshToken?.reveal()).toBe(session.refreshToken?.reveal());
      await broker.probe(await broker.refresh(refreshed));
    });

    it("passes calls of programs on by rules that it names, and tells a session that is over from an answer", async () => {
      const { proxy, description } = broker;
      expect(proxy === null).toBe(description.proxy === null);
      const { proxyRead } = harness;
      expect(proxyRead === null).toBe(proxy === null);
      if (proxy === null || proxyRead === null) return;
      expect(description.proxy?.hosts.map(({ name }) => name)).toContain(proxyRead.host);
      const request: ProxyRequest = {
        ...proxyRead,
        method: "GET",
        query: "",
        route: "/test/",
        headers: {},
        body: null,
      };
      const session = await signIn(plain);
      const reply = await proxy(session, request);
      expect(reply.status).toBe(200);
      expect(await new Response(reply.body).json()).toBeTypeOf("object");
      const unknown = await proxy(session, { ...request, path: "/no-such-path/" });
      expect(unknown.status).toBe(404);
      unknown.discard();
      await broker.revoke(session);
      const error = await failure({ input: () => harness.refusedInput() }, () => proxy(session, request));
      expect(error.code).toBe("AUTH_SESSION_EXPIRED");
    });

    it("ends a session so that probe and refresh say so, and ends it twice without complaint", async () => {
      const session = await signIn(plain);
      await broker.revoke(session);
      for (const call of [broker.probe, broker.refresh]) {
        if (call === null) continue;
        await expect(call(session)).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
      }
      await broker.revoke(session);
    });
  });
}

/** Takes a login to its challenge, with the state as it comes back from storage. */
async function begin(
  broker: CallableBroker,
  login: ContractLogin,
): Promise<Extract<LoginStep, { kind: "waiting" }>> {
  const step = await broker.startLogin(login.input());
  if (step.kind !== "waiting") throw new Error(`${login.title}: no challenge`);
  expect(challengeSchema.parse(step.challenge)).toEqual(step.challenge);
  expect(step.challenge.kind).toBe(login.challenge);
  return { ...step, state: throughJson(step.state) };
}

async function complete(
  broker: CallableBroker,
  login: ContractLogin,
): Promise<Extract<LoginStep, { kind: "connected" }>> {
  let step: LoginStep =
    login.challenge === null ? await broker.startLogin(login.input()) : await begin(broker, login);
  if (step.kind === "waiting") step = await broker.continueLogin(step.state, login.answer());
  if (step.kind !== "connected") throw new Error(`${login.title}: still waiting`);
  return step;
}

function throughJson(state: LoginState): LoginState {
  return JSON.parse(JSON.stringify(state));
}

function throughStorage(session: BrokerSessionSecrets): BrokerSessionSecrets {
  return decodeBrokerSession(encodeBrokerSession(session));
}

/** The BrokerError that a call throws; fails where it shows one of the login's secrets. */
async function failure(
  login: Pick<ContractLogin, "input">,
  call: () => Promise<unknown>,
): Promise<BrokerError> {
  const error: unknown = await call().then(
    () => new Error("The call succeeded"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BrokerError)) throw error;
  const { credentials, deviceToken } = login.input();
  const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 20 })].join("\n");
  const secrets = [...Object.values(credentials), ...(deviceToken === null ? [] : [deviceToken])];
  for (const secret of secrets) expect(shown).not.toContain(secret.reveal());
  return error;
}
