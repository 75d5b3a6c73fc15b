import { beforeEach, describe, expect, it } from "vitest";
import type { PartFailure } from "@/server/brokers/broker";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import { readPositions } from "@/server/services/portfolio/read-positions";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { StockPosition } from "@/shared/schemas/trading";
import { readingError, readingStage } from "@/test/reading-stage";

const stage = readingStage();

/** What the broker says next, and how often it was asked. */
let price: string;
let asked: number;
let trouble: Error | null;
let failures: PartFailure[];

beforeEach(() => {
  price = "10";
  asked = 0;
  trouble = null;
  failures = [];
  stage.answer({
    getPositions: async () => {
      asked += 1;
      if (trouble !== null) throw trouble;
      return { rows: [shares()], failures };
    },
  });
});

function shares(): StockPosition {
  return {
    kind: "stock",
    accountNumber: "5QR12345",
    symbol: "ACME",
    name: "Acme",
    quantity: "3",
    averagePrice: "9",
    openedAt: null,
    sharesHeldForCalls: null,
    quote: { price, bid: null, ask: null, previousClose: null, quotedAt: null },
  };
}

async function read(wish: "cached" | "fresh" = "cached", ctx: ServiceContext = stage.ctx) {
  const { positions, parts, revalidating } = await readPositions(ctx, await stage.connection(), wish);
  return {
    prices: positions.map(({ quote }) => quote?.price),
    states: [...new Set(parts.map(({ state, errorCode }) => `${state} ${errorCode}`))],
    asOf: [...new Set(parts.map(({ asOf }) => asOf))],
    revalidating,
  };
}

const now = () => stage.install.clock.now().toISOString();
const done = () => backgroundReadsDone(stage.install.services);

describe("a dataset of a connection", () => {
  it("is read once, then taken as it is known for 60 seconds", async () => {
    const first = { prices: ["10"], states: ["fresh null"], asOf: [now()], revalidating: false };
    expect(await read()).toEqual(first);
    stage.install.advance(59);
    price = "11";
    expect(await read()).toEqual(first);
    expect(asked).toBe(1);
  });

  it("that is older is given at once as stale while a newer one is on its way", async () => {
    const { asOf } = await read();
    stage.install.advance(60);
    price = "11";
    expect(await read()).toEqual({ prices: ["10"], states: ["stale null"], asOf, revalidating: true });
    await done();
    expect(await read()).toEqual({
      prices: ["11"],
      states: ["fresh null"],
      asOf: [now()],
      revalidating: false,
    });
    expect(asked).toBe(2);
  });

  it("that is older than a day is waited for", async () => {
    await read();
    stage.install.advance(86_400);
    price = "11";
    expect(await read()).toMatchObject({ prices: ["11"], states: ["fresh null"], revalidating: false });
  });

  it("is read anew for a wish for a fresh one", async () => {
    await read();
    price = "11";
    expect(await read("fresh")).toMatchObject({ prices: ["11"], revalidating: false });
  });

  it("is read once for many who ask at the same time, waiting or not", async () => {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    stage.answer({
      getPositions: async () => {
        asked += 1;
        await released;
        return { rows: [shares()], failures };
      },
    });
    const all = Promise.all(Array.from({ length: 50 }, (_, index) => read(index % 2 ? "fresh" : "cached")));
    release();
    expect(new Set((await all).map(({ states }) => states[0]))).toEqual(new Set(["fresh null"]));
    expect(asked).toBe(1);
    stage.install.advance(60);
    expect((await Promise.all([read(), read(), read()])).every(({ revalidating }) => revalidating)).toBe(
      true,
    );
    await done();
    expect(asked).toBe(2);
  });

  it("that can't be read newly keeps what was known, says why, and is not asked for again at once", async () => {
    const { asOf } = await read();
    stage.install.advance(60);
    trouble = readingError("CONN_BROKER_UNAVAILABLE");
    expect(await read()).toMatchObject({ states: ["stale null"], revalidating: true });
    await done();
    const stale = { prices: ["10"], states: ["stale CONN_BROKER_UNAVAILABLE"], asOf, revalidating: false };
    expect(await read()).toEqual(stale);
    expect(asked).toBe(2);
    expect(await read("fresh")).toEqual(stale);
    expect(asked).toBe(3);
  });

  it.each(["API_RESOURCE_NOT_FOUND", "CONN_UNEXPECTED_REPLY", "CONN_TIMEOUT", "API_BUDGET_SPENT"] as const)(
    "that never could be read (%s) is failed, which an empty list is not",
    async (code) => {
      trouble = readingError(code);
      expect(await read()).toEqual({
        prices: [],
        states: [`failed ${code}`],
        asOf: [null],
        revalidating: false,
      });
      trouble = null;
      expect(await read()).toMatchObject({ prices: ["10"], states: ["fresh null"] });
    },
  );

  it("that failed for a mistake of ours says so, and the log has it", async () => {
    trouble = new TypeError("a mistake of ours");
    expect((await read()).states).toEqual(["failed API_UNEXPECTED"]);
    expect(stage.install.logLines.join("")).toContain("a mistake of ours");
  });

  it("with a row that is not what it should be is failed as a mistake of ours", async () => {
    price = "not a decimal";
    expect((await read()).states).toEqual(["failed API_UNEXPECTED"]);
  });

  it("that the broker does not offer is failed", async () => {
    stage.answer({ getPositions: null });
    expect((await read()).states).toEqual(["failed API_CONFLICT"]);
  });

  it("whose token is refused in a part renews the session and reads again", async () => {
    failures = [{ part: "stock_prices", error: readingError("AUTH_SESSION_EXPIRED") }];
    stage.answer({
      getPositions: async () => {
        asked += 1;
        return { rows: [shares()], failures: asked === 1 ? failures : [] };
      },
    });
    expect((await read()).states).toEqual(["fresh null"]);
    expect(asked).toBe(2);
    expect(stage.install.sandbox.control.requests({ grant: "refresh_token" })).toHaveLength(1);
  });

  it("of a session that ended is stale with the reason at once, without asking", async () => {
    await read();
    const { id, version } = await stage.connection();
    await stage.ctx.storage.connections.update(id, version, { status: "expired" });
    stage.install.advance(60);
    expect(await read()).toMatchObject({
      prices: ["10"],
      states: ["stale AUTH_SESSION_EXPIRED"],
      revalidating: false,
    });
    expect(asked).toBe(1);
  });

  it("is gone with a disconnect", async () => {
    await read();
    const connection = await stage.connection();
    await (await stage.install.callerOf(stage.owner)).connections.disconnect({ connectionId: connection.id });
    expect(await read()).toMatchObject({ prices: [], states: ["failed API_CONFLICT"] });
  });

  it("whose kept reply can't be read any more is read anew", async () => {
    await read();
    const { id } = await stage.connection();
    const kept = await stage.ctx.storage.cachedReplies.get(id, "positions");
    if (kept === null) throw new Error("nothing was kept");
    await stage.ctx.storage.cachedReplies.put({ ...kept, ciphertext: "v1.spoilt" });
    expect((await read()).states).toEqual(["fresh null"]);
    expect(asked).toBe(2);
  });

  it("that can't be kept by us in the background is logged, and nothing is left unhandled", async () => {
    await read();
    stage.install.advance(60);
    const transaction = () => Promise.reject(new AppError("STORAGE_WRITE_ERROR", "the disk is full"));
    await read("cached", { ...stage.ctx, storage: { ...stage.ctx.storage, transaction } });
    await done();
    expect(stage.install.logLines.join("")).toContain("the disk is full");
    expect((await read()).states).toEqual(["stale null"]);
    await done();
    expect((await read()).states).toEqual(["fresh null"]);
  });
});
