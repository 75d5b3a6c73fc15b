import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import { problemSchema } from "@/shared/schemas/rest";
import { callApi, giveToken } from "@/test/api-caller";
import { eventually } from "@/test/eventually";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

interface Told {
  readonly event: string;
  readonly data: Record<string, unknown>;
  readonly id: string | null;
}

let install: TestInstall;
let owner: UserRecord;
let one: string;
let two: string;
let token: string;
const open: Stream[] = [];

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  owner = await install.addPerson();
  one = (await connectKept(install, "quinn", { owner })).id;
  install.advance(1);
  two = (await connectKept(install, "tess", { owner })).id;
  token = await giveToken(install.services, owner.id);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.close()));
});

/** A program that listens. */
class Stream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(response: Response) {
    if (response.body === null) throw new Error("there is no body");
    this.#reader = response.body.getReader();
  }

  /** The next event; null when the stream has ended. */
  async next(): Promise<Told | null> {
    for (;;) {
      const block = await this.block();
      if (block === null) return null;
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? null;
      const event = field("event");
      if (event !== null) return { event, data: JSON.parse(field("data") ?? "null"), id: field("id") };
    }
  }

  /** What stands up to the next empty line, comments included. */
  async block(): Promise<string | null> {
    while (!this.#text.includes("\n\n")) {
      const { value, done } = await this.#reader.read();
      if (done) return null;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    const end = this.#text.indexOf("\n\n");
    const block = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 2);
    return block;
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function listen(
  given: { lastEventId?: string; token?: string; signal?: AbortSignal } = {},
): Promise<Stream> {
  const response = await callApi(install.services, {
    path: "/events",
    token: given.token ?? token,
    ...(given.lastEventId !== undefined && { headers: { "last-event-id": given.lastEventId } }),
    ...(given.signal !== undefined && { signal: given.signal }),
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const stream = new Stream(response);
  open.push(stream);
  return stream;
}

const rename = async (connectionId: string, label: string) => {
  await (await install.callerOf(owner)).connections.change({ connectionId, label });
};

describe("the stream of events", () => {
  it("tells how all connections stand, then what changes", async () => {
    const stream = await listen();
    const first = [await stream.next(), await stream.next()];
    expect(first.map((told) => [told?.event, told?.data["id"], told?.data["status"]])).toEqual([
      ["connection", one, "connected"],
      ["connection", two, "connected"],
    ]);
    expect(first.map((told) => told?.id)).toEqual([null, expect.stringContaining(one)]);
    expect(Object.keys(first[0]?.data ?? {})).not.toContain("accounts");
    await rename(two, "Renamed");
    expect(await stream.next()).toMatchObject({ event: "connection", data: { id: two, label: "Renamed" } });
  });

  it("goes on where the program was cut off", async () => {
    const before = await listen();
    await before.next();
    const { id: lastEventId } = (await before.next()) ?? {};
    await before.close();
    await rename(one, "While away");
    await (await install.callerOf(owner)).connections.remove({ connectionId: two });
    const after = await listen({ lastEventId: lastEventId ?? "" });
    expect(await after.next()).toEqual({ event: "removed", data: { id: two }, id: null });
    expect(await after.next()).toMatchObject({ event: "connection", data: { id: one, label: "While away" } });
  });

  it("begins anew for an id that is not ours, and moves it on when there is nothing to tell", async () => {
    const stream = await listen({ lastEventId: "!!" });
    expect([(await stream.next())?.event, (await stream.next())?.event]).toEqual([
      "connection",
      "connection",
    ]);
    const nobody = await install.addPerson();
    const empty = await listen({ token: await giveToken(install.services, nobody.id) });
    expect(await empty.next()).toEqual({ event: "same", data: {}, id: "none" });
  });

  it("says nothing of connections out of reach", async () => {
    const narrow = await giveToken(install.services, owner.id, { reach: { connectionIds: [two] } });
    const stream = await listen({ token: narrow });
    const told = await stream.next();
    expect([told?.data["id"], told?.id?.includes(one)]).toEqual([two, false]);
    await rename(one, "Unseen");
    await rename(two, "Seen");
    expect(await stream.next()).toMatchObject({ data: { id: two, label: "Seen" } });
  });

  it("ends when the token may act no more, with the reason", async () => {
    const stream = await listen();
    await stream.next();
    await stream.next();
    const id = token.split("_")[1] ?? "";
    await install.services.storage.apiTokens.revoke(id, install.clock.now());
    install.services.feed.changed(owner.id);
    const end = await stream.next();
    expect(end?.event).toBe("end");
    expect(problemSchema.parse(end?.data)).toMatchObject({ status: 401, name: "AUTH_SIGN_IN_REQUIRED" });
    expect(await stream.next()).toBeNull();
  });

  it("ends when the caller goes away", async () => {
    const gone = new AbortController();
    await Promise.all(Array.from({ length: 4 }, () => listen({ signal: gone.signal })));
    gone.abort();
    await eventually(() => listen());
  });

  it("is had four times by one token, and no more", async () => {
    const streams = await Promise.all(Array.from({ length: 4 }, () => listen()));
    const fifth = await callApi(install.services, { path: "/events", token });
    expect([fifth.status, fifth.headers.get("retry-after")]).toEqual([429, "10"]);
    expect(await fifth.json()).toMatchObject({ name: "API_TOKEN_BUDGET_SPENT" });
    await listen({ token: await giveToken(install.services, owner.id) });
    await streams[0]?.close();
    install.services.feed.changed(owner.id);
    await eventually(() => listen());
  });

  it("refuses an id that is too long", async () => {
    const headers = { "last-event-id": "x".repeat(20_001) };
    expect((await callApi(install.services, { path: "/events", token, headers })).status).toBe(400);
  });

  it("shows that it lives while nothing happens", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const stream = await listen();
      expect(await stream.block()).toBe(": watching");
      await stream.next();
      await stream.next();
      vi.advanceTimersByTime(15_000);
      expect(await stream.block()).toBe(": still here");
    } finally {
      vi.useRealTimers();
    }
  });

  it("answers HEAD with its headers alone", async () => {
    const response = await callApi(install.services, { method: "HEAD", path: "/events", token });
    expect([response.status, response.body]).toEqual([200, null]);
  });
});
