import { expect, it } from "vitest";
import { startSandbox } from "@/sandbox/server";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION, ROBINHOOD_OFFICIAL_ENDPOINTS } from "@/server/brokers/robinhood/endpoints";
import { inputOf } from "@/server/brokers/robinhood/on-sandbox.contract";
import { systemClock } from "@/server/clock";
import { openGate } from "@/server/http/call-gate";
import { systemRandom } from "@/server/random";
import { brokerTypeSchema } from "@/shared/schemas/broker";

it("holds each broker under its own id", async () => {
  const registry = createBrokerRegistry({
    robinhood: { endpoints: ROBINHOOD_OFFICIAL_ENDPOINTS, apiVersion: ROBINHOOD_API_VERSION },
    clock: systemClock,
    random: systemRandom,
    timeouts: () => ({ connectTimeoutMs: 1000, headersTimeoutMs: 1000, bodyTimeoutMs: 1000 }),
    userAgent: "wheelhouse-test",
  });
  for (const [id, broker] of Object.entries(registry.brokers)) {
    expect(brokerTypeSchema.parse(id)).toBe(broker.description.id);
  }
  expect(Object.keys(registry.brokers)).toContain("robinhood");
  await registry.close();
});

it("sends each kind of call to the address that is set for it", async () => {
  const sandbox = await startSandbox({ port: 0, time: new Date("2026-11-20T15:00:00Z"), frozen: true });
  const seen = new Set<string>();
  const endpoints = {
    apiUrl: sandbox.url,
    // The same server by another name, and nobody.
    identiUrl: sandbox.url.replace("127.0.0.1", "localhost"),
    bonfireUrl: "http://127.0.0.1:1",
  };
  const registry = createBrokerRegistry({
    robinhood: { endpoints, apiVersion: ROBINHOOD_API_VERSION },
    clock: {
      now: () => sandbox.control.clock.now(),
      sleep: async (durationMs) => sandbox.control.clock.advance(durationMs / 1000),
    },
    random: systemRandom,
    timeouts: () => ({ connectTimeoutMs: 5000, headersTimeoutMs: 5000, bodyTimeoutMs: 5000 }),
    userAgent: "wheelhouse-test",
    observe: (_broker, { origin, route }) => seen.add(`${origin} ${route}`),
  });
  const calls = registry.brokers.robinhood?.through(openGate);
  const lena = await calls?.startLogin(inputOf("lena"));
  expect(lena?.kind).toBe("waiting");
  const hana = await calls?.startLogin(inputOf("hana"));
  if (hana?.kind !== "connected") throw new Error("Nobody asks hana for more than her password");
  const request = { host: "bonfire", method: "GET", path: "/x/", query: "", route: "/x/" } as const;
  await expect(calls?.proxy?.(hana.session, { ...request, headers: {}, body: null })).rejects.toMatchObject({
    code: "CONN_NETWORK_ERROR",
  });
  expect([...seen]).toEqual(
    expect.arrayContaining([
      `${endpoints.apiUrl} /oauth2/token/`,
      `${endpoints.identiUrl} /idl/v1/workflow/:workflow/`,
      `${endpoints.bonfireUrl} /x/`,
    ]),
  );
  await registry.close();
  await sandbox.close();
});
