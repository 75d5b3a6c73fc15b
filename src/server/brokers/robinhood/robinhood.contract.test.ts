import { type ContractLogin, describeBrokerContract } from "@/server/brokers/broker.contract";
import {
  appCode,
  codeEvent,
  inputOf,
  poll,
  type RobinhoodOnSandbox,
  sentCode,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";

let on: RobinhoodOnSandbox;

function byCode(title: string, person: string, challenge: "sms" | "email" | "app"): ContractLogin {
  return {
    title,
    challenge,
    input: () => inputOf(person),
    answer: () => (challenge === "app" ? appCode(on.sandbox, person) : sentCode(on.sandbox, person)),
    wrongAnswer: () => codeEvent("wrong1"),
  };
}

function byPrompt(title: string, person: string): ContractLogin {
  return {
    title,
    challenge: "prompt",
    input: () => inputOf(person),
    answer: () => {
      on.sandbox.control.act(person, "approve");
      return poll;
    },
    deny: () => {
      on.sandbox.control.act(person, "deny");
    },
    expire: () => on.sandbox.control.clock.advance(316),
  };
}

function expiring(login: ContractLogin): ContractLogin {
  return { ...login, expire: () => on.sandbox.control.clock.advance(301) };
}

describeBrokerContract("Robinhood", {
  start: async () => {
    on = await startRobinhoodOnSandbox();
    return on.broker;
  },
  stop: () => on.close(),
  reset: () => on.sandbox.control.reset(),
  logins: [
    { title: "password alone", challenge: null, input: () => inputOf("hana"), answer: () => poll },
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
  refusedInput: () => inputOf("ada", { password: "not-the-password-of-anyone" }),
  proxyRead: { host: "bonfire", path: "/user/" },
  keepRefreshToken: () => on.sandbox.control.setKnobs({ rotateRefresh: false }),
});
