import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startLoop, startOnce } from "@/server/keeper/background-loop";
import type { ServiceContext } from "@/server/services/service-context";
import { eventually } from "@/test/eventually";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(() => {
  harness.logLines.length = 0;
});

const inMs = (ms: number) => new Date(harness.clock.now().getTime() + ms);
const asleep = () => eventually(() => expect(harness.clock.sleepers).toBe(1));
const pauses = { idleMs: 10_000, shortestMs: 1000 };

describe("a loop in the background", () => {
  it("begins at once, comes back when it is due, and not before", async () => {
    let rounds = 0;
    const work = startLoop(harness.services, {
      name: "test",
      round: async () => {
        rounds += 1;
        return inMs(4000);
      },
      ...pauses,
    });
    await asleep();
    expect(rounds).toBe(1);
    harness.clock.advance(3999);
    expect(harness.clock.sleepers).toBe(1);
    harness.clock.advance(1);
    await asleep();
    expect(rounds).toBe(2);
    await work.stop();
    expect(harness.clock.sleepers).toBe(0);
  });

  it.each([
    ["nothing is known", () => null, 10_000],
    ["it is due much later", () => inMs(60_000), 10_000],
    ["it is overdue", () => inMs(-5), 1000],
  ])("pauses within its bounds when %s", async (_name, next, expectedMs) => {
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      return next();
    };
    const work = startLoop(harness.services, { name: "test", round, ...pauses });
    await asleep();
    harness.clock.advance(expectedMs - 1);
    expect(harness.clock.sleepers).toBe(1);
    harness.clock.advance(1);
    await eventually(() => expect(rounds).toBe(2));
    await work.stop();
  });

  it("logs a round that fails and goes on", async () => {
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      throw new Error("the database is away");
    };
    const work = startLoop(harness.services, { name: "test", round, ...pauses });
    await asleep();
    harness.clock.advance(10_000);
    await eventually(() => expect(rounds).toBe(2));
    await work.stop();
    expect(harness.logLines).toHaveLength(2);
    expect(harness.logLines[0]).toContain("the database is away");
  });

  it("stops after the round in progress, never in the middle of it", async () => {
    let finish = (): void => {};
    const seen: { signal?: AbortSignal; done: boolean } = { done: false };
    const work = startLoop(harness.services, {
      name: "test",
      round: async (_ctx, signal) => {
        seen.signal = signal;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        seen.done = true;
        return null;
      },
      ...pauses,
    });
    const stopped = work.stop().then(() => seen.done);
    expect(seen).toMatchObject({ signal: { aborted: true }, done: false });
    finish();
    expect(await stopped).toBe(true);
    expect(harness.clock.sleepers).toBe(0);
  });

  it("gives each round a context of the system with an id of its own", async () => {
    const contexts: ServiceContext[] = [];
    const round = async (ctx: ServiceContext) => {
      contexts.push(ctx);
      return null;
    };
    const work = startLoop(harness.services, { name: "test", round, ...pauses });
    await asleep();
    harness.clock.advance(10_000);
    await eventually(() => expect(contexts).toHaveLength(2));
    await work.stop();
    expect(contexts[0]).toMatchObject({ actor: { type: "system" }, request: { interface: "system" } });
    expect(contexts[0]?.request.id).not.toBe(contexts[1]?.request.id);
  });
});

describe("work that is done once", () => {
  it("is done once, and an error is logged", async () => {
    let rounds = 0;
    const work = startOnce(harness.services, {
      name: "test",
      round: async () => {
        rounds += 1;
        throw new Error("no luck");
      },
    });
    await work.stop();
    expect(rounds).toBe(1);
    expect(harness.logLines[0]).toContain("no luck");
  });
});
