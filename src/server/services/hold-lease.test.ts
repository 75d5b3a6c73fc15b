import { describe, expect, it } from "vitest";
import { createLogger } from "@/server/observability/pino-logger";
import { holdingLease } from "@/server/services/hold-lease";
import { FixedClock } from "@/test/fixed-clock";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function start(prolong: (beat: number) => Promise<boolean>) {
  const clock = new FixedClock();
  const logLines: string[] = [];
  const log = createLogger({
    level: "DEBUG",
    clock,
    destinations: [{ kind: "writer", write: (line) => logLines.push(line) }],
  });
  const untils: string[] = [];
  let finish: (answer: string) => void = () => {};
  const held = holdingLease(
    { clock, log },
    {
      leaseMs: 20_000,
      heartbeatMs: 7000,
      prolong: (_now, until) => {
        untils.push(until.toISOString());
        return prolong(untils.length);
      },
    },
    () =>
      new Promise<string>((resolve) => {
        finish = resolve;
      }),
  );
  const beat = async () => {
    clock.advance(7000);
    await settled();
  };
  return { held, beat, untils, logLines, clock, finish: () => finish("answer") };
}

describe("holding a lease", () => {
  it("prolongs it at each heartbeat while the call runs, and not after", async () => {
    const lease = start(async () => true);
    await lease.beat();
    await lease.beat();
    expect(lease.untils).toEqual(["2026-03-02T14:30:27.000Z", "2026-03-02T14:30:34.000Z"]);
    lease.finish();
    expect(await lease.held).toBe("answer");
    await lease.beat();
    expect(lease.untils).toHaveLength(2);
    expect(lease.clock.sleepers).toBe(0);
  });

  it("stops when another process has it, and still gives the answer", async () => {
    const lease = start(async () => false);
    await lease.beat();
    await lease.beat();
    expect(lease.untils).toHaveLength(1);
    lease.finish();
    expect(await lease.held).toBe("answer");
  });

  it("goes on after a heartbeat that failed", async () => {
    const lease = start(async (beat) => {
      if (beat === 1) throw new Error("database is locked");
      return true;
    });
    await lease.beat();
    await lease.beat();
    expect(lease.untils).toHaveLength(2);
    expect(lease.logLines.join()).toContain("a lease was not prolonged");
    lease.finish();
    expect(await lease.held).toBe("answer");
  });
});
