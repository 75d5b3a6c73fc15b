import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ProxyRequest } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import {
  type RobinhoodOnScript,
  scriptedSession,
  startRobinhoodOnScript,
} from "@/server/brokers/robinhood/on-script.contract";
import { Secret } from "@/shared/secret";

let on: RobinhoodOnScript;
beforeEach(async () => {
  on = await startRobinhoodOnScript(new Date("2026-11-20T15:00:00Z"));
});
afterEach(() => on.close());

const session: BrokerSessionSecrets = {
  ...scriptedSession,
  accessToken: new Secret("canary-full-token"),
  readOnlyToken: new Secret("canary-reading-token"),
};

function pass(given: Partial<ProxyRequest> = {}, secrets = session) {
  const { proxy } = on.broker;
  if (proxy === null) throw new Error("Robinhood passes no calls on");
  const request = { host: "api", method: "GET", path: "/user/", query: "", route: "/user/" } as const;
  return proxy(secrets, { ...request, headers: {}, body: null, ...given });
}

it("reads with the read-only token, and does all else with the full one", async () => {
  on.script["GET /user/"] = [{ body: {} }];
  on.script["POST /orders/"] = [{ body: {} }];
  (await pass({ headers: { accept: "text/plain" }, query: "a=b%20c&d=" })).discard();
  (await pass({ method: "POST", path: "/orders/", body: Buffer.from("sent") })).discard();
  (await pass({}, { ...session, readOnlyToken: null })).discard();
  expect(on.seen.map(({ line, headers }) => [line, headers["authorization"]])).toEqual([
    ["GET /user/", "Bearer canary-reading-token"],
    ["POST /orders/", "Bearer canary-full-token"],
    ["GET /user/", "Bearer canary-full-token"],
  ]);
  expect(on.seen[0]).toMatchObject({
    headers: { accept: "text/plain", "x-robinhood-api-version": "1.431.4" },
  });
  expect(Object.fromEntries(on.seen[0]?.query ?? [])).toEqual({ a: "b c", d: "" });
  expect(on.seen[1]?.body).toBe("sent");
});

it("asks about the very token that was refused", async () => {
  on.script["POST /orders/"] = [{ status: 401, body: { detail: "no" } }];
  on.script["GET /positions/"] = [{ body: { results: [] } }, { status: 401, body: {} }];
  const refusal = await pass({ method: "POST", path: "/orders/" });
  expect(await new Response(refusal.body).json()).toEqual({ detail: "no" });
  await expect(pass({ method: "POST", path: "/orders/" })).rejects.toMatchObject({
    code: "AUTH_SESSION_EXPIRED",
  });
  expect(new Set(on.seen.map(({ headers }) => headers["authorization"]))).toEqual(
    new Set(["Bearer canary-full-token"]),
  );
});

it("throws what went wrong without a token in it", async () => {
  await on.close();
  const error: unknown = await pass({ signal: new AbortController().signal }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(BrokerError);
  expect(error).toMatchObject({ code: "CONN_NETWORK_ERROR", safeToRepeat: true, step: "proxied_call" });
  expect(inspect(error, { depth: 20 })).not.toContain("canary");
  on = await startRobinhoodOnScript(new Date("2026-11-20T15:00:00Z"));
});
