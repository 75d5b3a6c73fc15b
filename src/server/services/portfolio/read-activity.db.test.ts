import { beforeEach, describe, expect, it } from "vitest";
import type { PartFailure } from "@/server/brokers/broker";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import { readActivity } from "@/server/services/portfolio/read-activity";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { ReadingPart } from "@/shared/schemas/trading";
import { readingError, readingStage } from "@/test/reading-stage";

const stage = readingStage();

/** What the broker says next, and from when on it was asked each time. */
let events: AccountEvent[];
let failures: PartFailure[];
let trouble: Error | null;
let asked: (string | null)[];

beforeEach(() => {
  events = [trade("a", "2026-01-10T15:00:00.000Z"), trade("b", "2026-02-27T15:00:00.000Z")];
  failures = [];
  trouble = null;
  asked = [];
  stage.answer({
    getActivity: async (_session, since) => {
      asked.push(since?.toISOString() ?? null);
      if (trouble !== null) throw trouble;
      return { rows: events, failures };
    },
  });
});

function trade(eventId: string, at: string, price = "10"): AccountEvent {
  return {
    kind: "stock_trade",
    eventId,
    accountNumber: "5QR12345",
    at,
    side: "buy",
    quantity: "1",
    price,
    fees: null,
    orderId: `order-${eventId}`,
    symbol: "ACME",
  };
}

const fail = (part: ReadingPart) => ({ part, error: readingError("CONN_TIMEOUT") });

async function read(wish: "cached" | "fresh" = "cached") {
  const { events: all, parts, revalidating } = await readActivity(stage.ctx, await stage.connection(), wish);
  return {
    ids: all.map(({ eventId }) => eventId).join(" "),
    states: [...new Set(parts.map(({ state, errorCode }) => `${state} ${errorCode}`))],
    stateOf: (part: ReadingPart) => parts.find((each) => each.part === part)?.state,
    all,
    revalidating,
  };
}

const periods = async () =>
  (await stage.ctx.storage.historyChunks.listOf((await stage.connection()).id, "activity")).map(
    ({ period, version }) => `${period} v${version}`,
  );

describe("what happened in a connection's accounts", () => {
  it("is read whole at first, kept by months and given by time", async () => {
    events.reverse();
    expect(await read()).toMatchObject({ ids: "a b", states: ["fresh null"], revalidating: false });
    expect(asked).toEqual([null]);
    expect(await periods()).toEqual(["2026-01 v1", "2026-02 v1"]);
    expect(await read()).toMatchObject({ ids: "a b", states: ["fresh null"] });
    expect(asked).toHaveLength(1);
  });

  it("is asked for from three days before the newest event on, and what is new joins it", async () => {
    await read();
    stage.install.advance(60);
    events = [trade("b", "2026-02-27T15:00:00.000Z"), trade("c", "2026-03-02T14:30:30.000Z")];
    expect(await read()).toMatchObject({ ids: "a b", states: ["stale null"], revalidating: true });
    await backgroundReadsDone(stage.install.services);
    expect(await read()).toMatchObject({ ids: "a b c", states: ["fresh null"], revalidating: false });
    expect(asked).toEqual([null, "2026-02-24T15:00:00.000Z"]);
    // What did not change is not written again.
    expect(await periods()).toEqual(["2026-01 v1", "2026-02 v1", "2026-03 v1"]);
  });

  it("takes an event that the broker changed in place of the earlier one, in its new month", async () => {
    await read();
    events = [trade("a", "2026-01-10T15:00:00.000Z", "11"), trade("b", "2026-03-01T15:00:00.000Z")];
    const { ids, all } = await read("fresh");
    expect(ids).toBe("a b");
    expect(all).toMatchObject([{ price: "11" }, { at: "2026-03-01T15:00:00.000Z" }]);
    expect((await read()).all).toEqual(all);
    expect(await periods()).toEqual(["2026-01 v2", "2026-02 v2", "2026-03 v1"]);
  });

  it("whose part failed is read from the last time at which that part was good", async () => {
    await read();
    const goodAt = stage.install.clock.now().getTime();
    stage.install.advance(3600);
    events = [trade("c", stage.install.clock.now().toISOString())];
    failures = [fail("option_orders")];
    const partly = await read("fresh");
    expect(partly.ids).toBe("a b c");
    expect([partly.stateOf("option_orders"), partly.stateOf("stock_orders")]).toEqual(["stale", "fresh"]);
    stage.install.advance(3600);
    failures = [];
    expect((await read("fresh")).states).toEqual(["fresh null"]);
    // The newest event is an hour younger than the last good reading of the options.
    const sinceGood = new Date(goodAt - 3 * 86_400_000).toISOString();
    expect(asked).toEqual([null, "2026-02-24T15:00:00.000Z", sinceGood]);
  });

  it("a part of which was never read is failed until everything was read again", async () => {
    failures = [fail("dividends")];
    expect((await read()).stateOf("dividends")).toBe("failed");
    stage.install.advance(60);
    failures = [];
    await read();
    await backgroundReadsDone(stage.install.services);
    expect((await read()).stateOf("dividends")).toBe("failed");
    expect((await read("fresh")).stateOf("dividends")).toBe("fresh");
    expect(asked).toEqual([null, "2026-02-24T15:00:00.000Z", null]);
  });

  it("is all kept where the broker fails, and the next reading leaves nothing out", async () => {
    await read();
    stage.install.advance(3600);
    trouble = readingError("CONN_BROKER_UNAVAILABLE");
    expect(await read("fresh")).toMatchObject({ ids: "a b", states: ["stale CONN_BROKER_UNAVAILABLE"] });
    expect((await read()).states).toEqual(["stale CONN_BROKER_UNAVAILABLE"]);
    trouble = null;
    expect((await read("fresh")).states).toEqual(["fresh null"]);
    expect(asked.at(-1)).toBe("2026-02-24T15:00:00.000Z");
  });

  it("that was never read and can't be is failed, with nothing kept", async () => {
    trouble = readingError("CONN_UNEXPECTED_REPLY");
    expect(await read()).toMatchObject({ ids: "", states: ["failed CONN_UNEXPECTED_REPLY"] });
    expect(await periods()).toEqual([]);
    stage.answer({ getActivity: null });
    expect((await read()).states).toEqual(["failed API_CONFLICT"]);
  });

  it("of an account in which nothing happened is empty and fresh", async () => {
    events = [];
    expect(await read()).toMatchObject({ ids: "", states: ["fresh null"] });
    expect(await periods()).toEqual([]);
  });

  it("is read whole again after a week", async () => {
    await read();
    stage.install.advance(7 * 86_400);
    await read("fresh");
    expect(asked).toEqual([null, null]);
  });

  it("survives a disconnect: it is shown, and read whole after the next sign-in", async () => {
    await read();
    const caller = await stage.install.callerOf(stage.owner);
    const { id: connectionId } = await stage.connection();
    await caller.connections.disconnect({ connectionId });
    expect(await read()).toMatchObject({ ids: "a b", states: ["stale API_CONFLICT"], revalidating: false });
    const credentials = { username: "hana@example.com", password: "not-a-real-password-hana" };
    await caller.connections.startLogin({ connectionId, credentials });
    expect(await read()).toMatchObject({ ids: "a b", states: ["stale null"], revalidating: true });
    await backgroundReadsDone(stage.install.services);
    expect((await read()).states).toEqual(["fresh null"]);
    expect(asked).toEqual([null, null]);
  });

  it("after a disconnect that left the broker away keeps what is known, and asks for all of it next time", async () => {
    await read();
    const { id } = await stage.connection();
    await stage.ctx.storage.cachedReplies.removeOf(id);
    trouble = readingError("CONN_TIMEOUT");
    expect(await read("fresh")).toMatchObject({ ids: "a b", states: ["stale CONN_TIMEOUT"] });
    trouble = null;
    await read("fresh");
    expect(asked).toEqual([null, null, null]);
  });

  it("with a month that can't be read any more is read whole again", async () => {
    await read();
    const { id } = await stage.connection();
    const [january] = await stage.ctx.storage.historyChunks.listOf(id, "activity");
    if (january === undefined) throw new Error("nothing was kept");
    await stage.ctx.storage.historyChunks.replace(january.id, 1, {
      ciphertext: "v1.spoilt",
      updatedAt: january.updatedAt,
    });
    expect(await read()).toMatchObject({ ids: "a b", states: ["fresh null"] });
    expect(await read()).toMatchObject({ ids: "a b" });
    expect(asked).toEqual([null, null]);
  });

  it("goes with the connection", async () => {
    await read();
    const { id: connectionId } = await stage.connection();
    await (await stage.install.callerOf(stage.owner)).connections.remove({ connectionId });
    expect(await stage.ctx.storage.historyChunks.listOf(connectionId, "activity")).toEqual([]);
  });

  it("is the same array as long as nothing is new, and read anew of the months that changed", async () => {
    const { all } = await read();
    const kept = (await read()).all;
    expect(kept).toEqual(all);
    expect((await read()).all).toBe(kept);
    events = [trade("c", "2026-02-28T15:00:00.000Z")];
    expect((await read("fresh")).ids).toBe("a b c");
    const later = (await read()).all;
    expect(later).toHaveLength(3);
    expect(later[0]).toBe(kept[0]);
    expect(later[1]).not.toBe(kept[1]);
  });

  it("reads 20 000 events without holding up anything else for long", async () => {
    events = Array.from({ length: 20_000 }, (_, index) =>
      trade(`${index}`, new Date(Date.UTC(2024, 2, 1) + index * 3_000_000).toISOString()),
    );
    await read();
    // Another process, whose memory holds nothing of it yet.
    const other = { ...stage.ctx, feed: createConnectionFeed() };
    const connection = await stage.connection();
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 0);
    expect((await readActivity(other, connection, "cached")).events).toHaveLength(20_000);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
  });
});
