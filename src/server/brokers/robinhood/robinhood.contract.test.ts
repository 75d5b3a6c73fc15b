import { type RunningSandbox, startSandbox } from "@/sandbox/server";
import type { LoginEvent, LoginInput } from "@/server/brokers/broker";
import { type ContractLogin, describeBrokerContract } from "@/server/brokers/broker.contract";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION } from "@/server/brokers/robinhood/endpoints";
import { systemRandom } from "@/server/random";
import { Secret } from "@/shared/secret";

let sandbox: RunningSandbox;
let closeClients: () => Promise<void>;

/** One device for each person, as a connection has. */
function inputOf(person: string, password = `not-a-real-password-${person}`): LoginInput {
  return {
    credentials: { username: new Secret(`${person}@example.com`), password: new Secret(password) },
    deviceToken: new Secret(`00000000-0000-0000-0000-${Buffer.from(person).toString("hex").padEnd(12, "0")}`),
    access: "read_only",
    sessionParams: { expiresInSeconds: 86_400, scope: "internal" },
  };
}

function code(text: string | undefined): LoginEvent {
  return { kind: "code", code: new Secret(text ?? "") };
}

function sentCode(person: string): LoginEvent {
  return code(sandbox.control.person(person)?.messages.at(-1)?.code);
}

function appCode(person: string): LoginEvent {
  return code(sandbox.control.person(person)?.authenticator?.code);
}

function byCode(title: string, person: string, challenge: "sms" | "email" | "app"): ContractLogin {
  return {
    title,
    challenge,
    input: () => inputOf(person),
    answer: () => (challenge === "app" ? appCode(person) : sentCode(person)),
    wrongAnswer: () => code("wrong1"),
  };
}

function byPrompt(title: string, person: string): ContractLogin {
  return {
    title,
    challenge: "prompt",
    input: () => inputOf(person),
    answer: () => {
      sandbox.control.act(person, "approve");
      return { kind: "poll" };
    },
    deny: () => {
      sandbox.control.act(person, "deny");
    },
    expire: () => sandbox.control.clock.advance(316),
  };
}

function expiring(login: ContractLogin): ContractLogin {
  return { ...login, expire: () => sandbox.control.clock.advance(301) };
}

describeBrokerContract("Robinhood", {
  start: async () => {
    sandbox = await startSandbox({ port: 0, time: new Date("2026-11-20T15:00:00Z"), frozen: true });
    const endpoints = { apiUrl: sandbox.url, identiUrl: sandbox.url, bonfireUrl: sandbox.url };
    const registry = createBrokerRegistry({
      robinhood: { endpoints, apiVersion: ROBINHOOD_API_VERSION },
      clock: {
        now: () => sandbox.control.clock.now(),
        sleep: async (durationMs) => sandbox.control.clock.advance(durationMs / 1000),
      },
      random: systemRandom,
      timeouts: { connectTimeoutMs: 2000, headersTimeoutMs: 2000, bodyTimeoutMs: 2000 },
      userAgent: "contract-test",
    });
    closeClients = registry.close;
    if (registry.brokers.robinhood === undefined) throw new Error("Robinhood is not in the registry");
    return registry.brokers.robinhood;
  },
  stop: async () => {
    await closeClients();
    await sandbox.close();
  },
  reset: () => sandbox.control.reset(),
  logins: [
    {
      title: "password alone",
      challenge: null,
      input: () => inputOf("hana"),
      answer: () => ({ kind: "poll" }),
    },
    byPrompt("prompt in the app", "ada"),
    byPrompt("prompt, by identi alone", "lena"),
    byPrompt("prompt, by pathfinder alone", "mona"),
    expiring(byCode("text message", "ben", "sms")),
    expiring(byCode("e-mail", "cleo", "email")),
    byCode("authenticator app", "dan", "app"),
    byCode("older answer: authenticator app", "eve", "app"),
    byCode("older answer: text message", "finn", "sms"),
    byCode("older challenge", "gus", "sms"),
  ],
  refusedInput: () => inputOf("ada", "not-the-password-of-anyone"),
  keepRefreshToken: () => sandbox.control.setKnobs({ rotateRefresh: false }),
});
