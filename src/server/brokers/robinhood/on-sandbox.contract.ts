import { type RunningSandbox, startSandbox } from "@/sandbox/server";
import type { BrokerCalls, LoginEvent, LoginInput, LoginStep } from "@/server/brokers/broker";
import type { CallableBroker } from "@/server/brokers/broker.contract";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION } from "@/server/brokers/robinhood/endpoints";
import type { Clock } from "@/server/clock";
import { openGate } from "@/server/http/call-gate";
import type { HttpObservation } from "@/server/http/http-client";
import { systemRandom } from "@/server/random";
import { Secret } from "@/shared/secret";

/** The adapter on a sandbox of its own, both at the same frozen time; a sleep moves that time on at once. */
export interface RobinhoodOnSandbox {
  readonly sandbox: RunningSandbox;
  readonly broker: CallableBroker;
  readonly clock: Clock;
  readonly observations: HttpObservation[];
  close(): Promise<void>;
}

const sandboxTime = new Date("2026-11-20T15:00:00Z");

export async function startRobinhoodOnSandbox(options: { timeoutMs?: number; apiVersion?: string } = {}) {
  const sandbox = await startSandbox({ port: 0, time: sandboxTime, frozen: true });
  const timeoutMs = options.timeoutMs ?? 5000;
  const observations: HttpObservation[] = [];
  const clock: Clock = {
    now: () => sandbox.control.clock.now(),
    sleep: async (durationMs) => sandbox.control.clock.advance(durationMs / 1000),
  };
  const registry = createBrokerRegistry({
    robinhood: {
      endpoints: { apiUrl: sandbox.url, identiUrl: sandbox.url, bonfireUrl: sandbox.url },
      apiVersion: options.apiVersion ?? ROBINHOOD_API_VERSION,
    },
    clock,
    random: systemRandom,
    timeouts: () => ({ connectTimeoutMs: timeoutMs, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs }),
    userAgent: "wheelhouse-test",
    observe: (_broker, observation) => observations.push(observation),
  });
  const { robinhood } = registry.brokers;
  if (robinhood === undefined) throw new Error("Robinhood is not in the registry");
  const broker = { ...robinhood, ...robinhood.through(openGate) };
  const close = async () => {
    await registry.close();
    await sandbox.close();
  };
  return { sandbox, broker, clock, observations, close } satisfies RobinhoodOnSandbox;
}

/** Credentials of one of the sandbox's people; each has one device, as a connection has. */
export function inputOf(
  person: string,
  fields: { password?: string; mfaCode?: string; mfaSecret?: string } = {},
): LoginInput {
  const values = {
    username: `${person}@example.com`,
    password: `not-a-real-password-${person}`,
    ...fields,
  };
  return {
    credentials: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)])),
    deviceToken: new Secret(`00000000-0000-0000-0000-${Buffer.from(person).toString("hex").padEnd(12, "0")}`),
    access: "read_only",
    sessionParams: { expiresInSeconds: 86_400, scope: "internal" },
  };
}

export const poll: LoginEvent = { kind: "poll" };

export function codeEvent(text: string | undefined): LoginEvent {
  return { kind: "code", code: new Secret(text ?? "") };
}

/** The newest text message or e-mail of the person. */
export function sentCode(sandbox: RunningSandbox, person: string): LoginEvent {
  return codeEvent(sandbox.control.person(person)?.messages.at(-1)?.code);
}

/** What the person's authenticator app shows. */
export function appCode(sandbox: RunningSandbox, person: string): LoginEvent {
  return codeEvent(sandbox.control.person(person)?.authenticator?.code);
}

export function waitingOf(step: LoginStep): Extract<LoginStep, { kind: "waiting" }> {
  if (step.kind !== "waiting") throw new Error("The login does not wait");
  return step;
}

export function connectedOf(step: LoginStep): Extract<LoginStep, { kind: "connected" }> {
  if (step.kind !== "connected") throw new Error("The login is not through");
  return step;
}

/** A session of a person who needs no challenge. */
export async function sessionOf(on: RobinhoodOnSandbox, person = "hana"): Promise<BrokerSessionSecrets> {
  on.sandbox.control.setKnobs({ approval: "none" }, person);
  return connectedOf(await on.broker.startLogin(inputOf(person))).session;
}

/** The reading calls that a broker may lack, and this one has. */
export type ReadingCalls = {
  readonly [Name in
    | "getPositions"
    | "getOptions"
    | "getOrders"
    | "getActivity"
    | "getShareFacts"]: NonNullable<BrokerCalls[Name]>;
};

export function readingCallsOf(broker: CallableBroker): ReadingCalls {
  const { getPositions, getOptions, getOrders, getActivity, getShareFacts } = broker;
  if (!(getPositions && getOptions && getOrders && getActivity && getShareFacts)) {
    throw new Error("A reading call is missing");
  }
  return { getPositions, getOptions, getOrders, getActivity, getShareFacts };
}
