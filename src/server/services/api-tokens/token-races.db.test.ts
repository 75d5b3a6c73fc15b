import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actorOfToken } from "@/server/services/api-tokens/actor-of-token";
import { authenticateToken } from "@/server/services/api-tokens/authenticate-token";
import { createToken } from "@/server/services/api-tokens/create-token";
import { listTokens } from "@/server/services/api-tokens/list-tokens";
import { revokeToken } from "@/server/services/api-tokens/revoke-token";
import { rotateToken } from "@/server/services/api-tokens/rotate-token";
import { takeTokenPlace } from "@/server/services/api-tokens/token-budget";
import { flushTokenUses, noteTokenUse } from "@/server/services/api-tokens/token-uses";
import { reloadActor } from "@/server/services/app-sessions/reload-actor";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { requireUser } from "@/server/services/permit";
import type { ServiceContext, Services } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { createTokenInputSchema } from "@/shared/schemas/api-token";
import { Secret } from "@/shared/secret";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

const HOUR_MS = 3_600_000;

let harness: ServiceHarness;
let owner: ServiceContext;
beforeEach(async () => {
  harness = await createServiceHarness();
  const person = await harness.member("user");
  owner = { ...person, actor: { ...requireUser(person), appSessionId: null } };
});
afterEach(() => harness.close());

const create = (requestsPerMinute = 120) =>
  createToken(
    owner,
    createTokenInputSchema.parse({ name: "bot", scopes: ["read:positions"], requestsPerMinute }),
  );
const call = (text: string) =>
  authenticateToken(harness.services, new Secret(text), harness.anonymous().request);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));
/** Another process on the same database: what a process remembers hangs on its feed. */
const otherProcess = (): Services => ({ ...harness.services, feed: createConnectionFeed() });

describe("rotation", () => {
  it("lets the old token go on for the overlap, and not longer", async () => {
    const old = await create();
    harness.clock.advance(24 * HOUR_MS);
    const fresh = await rotateToken(owner, { tokenId: old.view.id, overlapHours: 2 });
    expect(fresh.view).toMatchObject({ replaces: old.view.id, name: "bot", state: "live" });
    expect(Date.parse(fresh.view.expiresAt) - Date.parse(fresh.view.createdAt)).toBe(90 * 24 * HOUR_MS);
    harness.clock.advance(2 * HOUR_MS - 1);
    expect(await codeOf(call(old.token))).toBeNull();
    expect(await codeOf(call(fresh.token))).toBeNull();
    harness.clock.advance(1);
    expect(await codeOf(call(old.token))).toBe("AUTH_TOKEN_ENDED");
    expect(await codeOf(call(fresh.token))).toBeNull();
    expect(await codeOf(rotateToken(owner, { tokenId: old.view.id, overlapHours: 2 }))).toBe("API_CONFLICT");
  });

  it("never lengthens the life of the old token", async () => {
    const old = await create();
    harness.clock.advance(90 * 24 * HOUR_MS - HOUR_MS);
    await rotateToken(owner, { tokenId: old.view.id, overlapHours: 24 });
    harness.clock.advance(HOUR_MS);
    expect(await codeOf(call(old.token))).toBe("AUTH_TOKEN_ENDED");
  });

  it.each([0, 24])("happens once when fifty ask at once, with %i hours of overlap", async (overlapHours) => {
    const old = await create();
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => rotateToken(owner, { tokenId: old.view.id, overlapHours })),
    );
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await listTokens(owner)).toHaveLength(2);
    expect(await codeOf(call(won[0]?.token ?? ""))).toBeNull();
    expect(await codeOf(call(old.token))).toBe(overlapHours === 0 ? "AUTH_TOKEN_ENDED" : null);
    const events = (await harness.events()).filter(({ eventType }) => eventType === "API_TOKEN_ROTATED");
    expect(events).toHaveLength(1);
  });

  it("of a token that is revoked meanwhile makes none", async () => {
    const old = await create();
    await revokeToken(owner, { tokenId: old.view.id });
    expect(await codeOf(rotateToken(owner, { tokenId: old.view.id, overlapHours: 0 }))).toBe("API_CONFLICT");
    expect(await codeOf(rotateToken(owner, { tokenId: "unknown", overlapHours: 0 }))).toBe(
      "API_RESOURCE_NOT_FOUND",
    );
  });
});

describe("places by the minute", () => {
  it("are never more than the limit, however many processes hand them out", async () => {
    for (const limit of [1, 7, 40]) {
      const { view } = await create(limit);
      const processes = [harness.services, otherProcess(), otherProcess()];
      const codes = await Promise.all(
        processes.flatMap((process) =>
          Array.from({ length: limit }, () => codeOf(takeTokenPlace(process, view))),
        ),
      );
      const got = codes.filter((code) => code === null).length;
      const spent = Array.from({ length: 3 * limit - got }, () => "API_TOKEN_BUDGET_SPENT");
      expect(codes.filter((code) => code !== null)).toEqual(spent);
      expect(got).toBeLessThanOrEqual(limit);
      // What a process took and did not use stays with it; one that asks on gets all that nobody else took.
      const left = await times(limit, () => codeOf(takeTokenPlace(harness.services, view)));
      expect(got + left.filter((code) => code === null).length).toBeLessThanOrEqual(limit);
    }
  });

  it("are counted down to the last, and all there again in the next minute", async () => {
    const { view } = await create(20);
    harness.clock.advance(15_000);
    const remaining: number[] = [];
    for (let used = 0; used < 20; used += 1) {
      const budget = await takeTokenPlace(harness.services, view);
      expect(budget).toMatchObject({ limit: 20, resetSeconds: 45 });
      remaining.push(budget.remaining);
    }
    expect(remaining).toEqual(Array.from({ length: 20 }, (_, used) => 19 - used));
    await expect(takeTokenPlace(harness.services, view)).rejects.toMatchObject({
      code: "API_TOKEN_BUDGET_SPENT",
      retryAfterSeconds: 45,
    });
    harness.clock.advance(45_000);
    expect(await takeTokenPlace(harness.services, view)).toMatchObject({ remaining: 19, resetSeconds: 60 });
    // Another token is not held up by it.
    expect(await takeTokenPlace(harness.services, (await create(5)).view)).toMatchObject({ remaining: 4 });
  });

  it("cost a write for a tenth of them", async () => {
    const { view } = await create(120);
    let writes = 0;
    const { tokenWindows } = harness.services.storage;
    const counting: Services = {
      ...harness.services,
      storage: {
        ...harness.services.storage,
        tokenWindows: {
          ...tokenWindows,
          take: (...given) => {
            writes += 1;
            return tokenWindows.take(...given);
          },
        },
      },
    };
    await times(120, () => takeTokenPlace(counting, view));
    expect(writes).toBe(10);
  });

  it("are there again after the database failed, and after the clock went back", async () => {
    const { view } = await create(10);
    const { tokenWindows } = harness.services.storage;
    const broken: Services = {
      ...harness.services,
      storage: {
        ...harness.services.storage,
        tokenWindows: { ...tokenWindows, take: () => Promise.reject(new AppError("STORAGE_WRITE_ERROR")) },
      },
    };
    expect(await codeOf(takeTokenPlace(broken, view))).toBe("STORAGE_WRITE_ERROR");
    expect(await codeOf(takeTokenPlace(harness.services, view))).toBeNull();
    harness.clock.advance(HOUR_MS);
    await times(10, () => takeTokenPlace(harness.services, view));
    harness.clock.advance(-HOUR_MS);
    expect(await takeTokenPlace(harness.services, view)).toMatchObject({ remaining: 9 });
  });
});

describe("uses", () => {
  const of = async (id: string) => (await listTokens(owner)).find((view) => view.id === id);

  it("of a hundred callers are all counted, without a write at any of them", async () => {
    const { view } = await create();
    const request = { ipAddress: "192.0.2.10" };
    const second = otherProcess();
    const processes = [harness.services, second];
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        noteTokenUse(processes[index % 2] ?? second, view, request),
      ),
    );
    expect(await of(view.id)).toMatchObject({ uses: 0, lastUsedAt: null });
    await Promise.all(processes.flatMap((process) => [flushTokenUses(process), flushTokenUses(process)]));
    expect(await of(view.id)).toMatchObject({
      uses: 100,
      lastUsedAt: harness.clock.now().toISOString(),
      lastUsedFrom: "192.0.2.10",
    });
  });

  it("keep the latest time, whoever writes last", async () => {
    const { view } = await create();
    const second = otherProcess();
    noteTokenUse(second, view, { ipAddress: "192.0.2.1" });
    harness.clock.advance(5000);
    noteTokenUse(harness.services, view, { ipAddress: "192.0.2.2" });
    const latest = harness.clock.now().toISOString();
    harness.clock.advance(-1000);
    noteTokenUse(harness.services, view, { ipAddress: "192.0.2.3" });
    await flushTokenUses(harness.services);
    await flushTokenUses(second);
    expect(await of(view.id)).toMatchObject({ uses: 3, lastUsedAt: latest, lastUsedFrom: "192.0.2.2" });
  });

  it("are kept until they can be written", async () => {
    const { view } = await create();
    const other = await create();
    for (const each of [view, other.view, view]) noteTokenUse(harness.services, each, { ipAddress: null });
    const broken: Services = {
      ...harness.services,
      storage: {
        ...harness.services.storage,
        transaction: () => Promise.reject(new AppError("STORAGE_WRITE_ERROR")),
      },
    };
    expect(await codeOf(flushTokenUses(broken))).toBe("STORAGE_WRITE_ERROR");
    noteTokenUse(harness.services, view, { ipAddress: null });
    const next = await flushTokenUses(harness.services);
    expect(next.getTime() - harness.clock.now().getTime()).toBe(15_000);
    expect(await of(view.id)).toMatchObject({ uses: 3, lastUsedFrom: null });
    expect(await of(other.view.id)).toMatchObject({ uses: 1 });
  });
});

describe("an actor behind a token", () => {
  it("is nobody from the revocation on, also in a stream that goes on", async () => {
    const { token, view } = await create();
    const { actor } = await call(token);
    expect(await reloadActor(harness.services, actor)).toEqual(actor);
    await revokeToken(owner, { tokenId: view.id });
    expect(await reloadActor(harness.services, actor)).toEqual({ type: "anonymous" });
    expect(await actorOfToken(harness.services, "unknown")).toEqual({ type: "anonymous" });
  });
});
