import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLoop } from "@/server/keeper/background-loop";
import { handleRequest } from "@/server/rest/handle-request";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { API_ADDRESSES } from "@/shared/addresses";
import type { MetricName } from "@/shared/metric-names";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
beforeAll(async () => {
  install = await createTestInstall({
    settings: { retry: { count: 1, delayMs: 0, backoff: "linear" } },
  });
});
afterAll(() => install.close());

/** What was counted since the last look. */
const seen = new Map<string, number>();
async function growthOf(name: MetricName, label: string): Promise<number> {
  const readings = await install.services.metrics.read();
  const reading = readings.find((each) => each.name === name && each.label === label);
  const now = reading?.buckets === null ? reading.sum : (reading?.count ?? 0);
  const before = seen.get(`${name} ${label}`) ?? 0;
  seen.set(`${name} ${label}`, now);
  return now - before;
}

describe("what is measured where it happens", () => {
  it("logins, readings and their cache, repeats, renewals", async () => {
    const kept = await connectKept(install, "hana");
    expect(await growthOf("auth_duration", "robinhood")).toBe(1);
    const ctx = await install.contextOf(kept.owner);
    await getAccountSummary(ctx, { connectionId: kept.id, fresh: false });
    expect(await growthOf("cache_reads", "miss")).toBeGreaterThan(0);
    expect(await growthOf("cache_reads", "hit")).toBe(0);
    await getAccountSummary(ctx, { connectionId: kept.id, fresh: false });
    expect(await growthOf("cache_reads", "hit")).toBeGreaterThan(0);
    expect(await growthOf("reads_under_way", "")).toBe(0);

    install.sandbox.control.addFault({ kind: "status", status: 503, count: 1 });
    await getAccountSummary(ctx, { connectionId: kept.id, fresh: true });
    expect(await growthOf("retry_count", "robinhood")).toBe(1);

    install.advance(86_400 - 3600);
    await install.keep();
    expect(await growthOf("refreshes", "succeeded")).toBe(1);
    expect(await growthOf("refresh_duration", "robinhood")).toBe(1);
    install.sandbox.control.endSessions("hana");
    install.advance(86_400 - 3600);
    await install.keep();
    expect(await growthOf("refreshes", "refused")).toBe(1);
  });

  it("errors of programs' requests and of rounds in the background, by their class", async () => {
    const request = new Request(`http://localhost${API_ADDRESSES.rest}/nothing`);
    const facts = { id: "request-1", ipAddress: null, userAgent: null, interface: "api" } as const;
    expect((await handleRequest(install.services, [], request, facts)).status).toBe(404);
    expect(await growthOf("error_count", "API")).toBe(1);
    const caller = await install.callerOf(null);
    await expect(caller.metrics.read({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(await growthOf("error_count", "AUTH")).toBe(1);
    const loop = startLoop(install.services, {
      name: "test",
      round: () => Promise.reject(new Error("our own")),
      idleMs: 1000,
      shortestMs: 1000,
    });
    while (install.clock.sleepers === 0) await new Promise((resolve) => setImmediate(resolve));
    await loop.stop();
    expect(await growthOf("error_count", "API")).toBe(1);
    install.logLines.length = 0;
  });
});
