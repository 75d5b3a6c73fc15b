import { expect, it } from "vitest";
import {
  type BrokerSessionSecrets,
  decodeBrokerSession,
  encodeBrokerSession,
} from "@/server/brokers/broker-session-secrets";
import { Secret } from "@/shared/secret";

const whole: BrokerSessionSecrets = {
  accessToken: new Secret("access"),
  readOnlyToken: new Secret("read"),
  refreshToken: new Secret("refresh"),
  expiresAt: new Date("2026-11-20T15:00:00Z"),
  hardExpiresAt: new Date("2026-11-27T15:00:00Z"),
  scope: "internal",
  extra: { deviceToken: new Secret("device") },
};

it("comes back from storage as it went", () => {
  const back = decodeBrokerSession(encodeBrokerSession(whole));
  expect(encodeBrokerSession(back).reveal()).toBe(encodeBrokerSession(whole).reveal());
  expect(back.extra["deviceToken"]?.reveal()).toBe("device");
  const bare = { ...whole, readOnlyToken: null, refreshToken: null, hardExpiresAt: null, extra: {} };
  expect(decodeBrokerSession(encodeBrokerSession(bare))).toEqual(bare);
});

it("refuses a text that is not a stored session", () => {
  expect(() => decodeBrokerSession(new Secret("{}"))).toThrow();
  expect(() => decodeBrokerSession(new Secret("not JSON"))).toThrow(SyntaxError);
});
