import { expect, it } from "vitest";
import { createBrokerRegistry } from "@/server/brokers/registry";
import { ROBINHOOD_API_VERSION, ROBINHOOD_OFFICIAL_ENDPOINTS } from "@/server/brokers/robinhood/endpoints";
import { systemClock } from "@/server/clock";
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
