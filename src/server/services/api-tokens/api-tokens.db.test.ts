import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { authenticateToken } from "@/server/services/api-tokens/authenticate-token";
import { createToken } from "@/server/services/api-tokens/create-token";
import { freezeBots, unfreezeBots } from "@/server/services/api-tokens/freeze-bots";
import { listTokens } from "@/server/services/api-tokens/list-tokens";
import { readBotFreeze } from "@/server/services/api-tokens/read-bot-freeze";
import { revokeToken } from "@/server/services/api-tokens/revoke-token";
import { rotateToken } from "@/server/services/api-tokens/rotate-token";
import { secretHashOf } from "@/server/services/api-tokens/token-hash";
import { newTokenText, parseTokenText } from "@/server/services/api-tokens/token-text";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { permit, requireUser } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { createTokenInputSchema, MOST_TOKENS, rotateTokenInputSchema } from "@/shared/schemas/api-token";
import { Secret } from "@/shared/secret";
import { buildApiToken } from "@/test/bot-builders";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

const DAY_MS = 86_400_000;

let harness: ServiceHarness;
beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());

type Input = Partial<z.input<typeof createTokenInputSchema>>;
const inputOf = (given: Input = {}) =>
  createTokenInputSchema.parse({
    name: "bot",
    scopes: ["read:positions"],
    confirmPassword: PASSWORD,
    ...given,
  });
const create = (ctx: ServiceContext, given: Input = {}) => createToken(ctx, inputOf(given));
const rotate = (ctx: ServiceContext, tokenId: string, given: object = {}) =>
  rotateToken(ctx, rotateTokenInputSchema.parse({ tokenId, confirmPassword: PASSWORD, ...given }));
const call = (text: string, ipAddress: string | null = "192.0.2.10") =>
  authenticateToken(
    harness.services,
    new Secret(text),
    harness.anonymous({ ipAddress, interface: "api" }).request,
  );
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const eventsOn = async (targetId: string) =>
  (await harness.events()).filter((event) => event.targetId === targetId);

describe("making a token", () => {
  it("shows it once, keeps a hash, and writes down what it may do", async () => {
    const ctx = await harness.member("user");
    const { token: text, view } = await create(ctx, {
      name: " nightly ",
      scopes: ["read:orders", "read:positions", "read:orders"],
      allowedAddresses: ["192.0.2.0/24", "192.0.2.0/24"],
    });
    expect(view).toMatchObject({
      name: "nightly",
      scopes: ["read:positions", "read:orders"],
      allowedAddresses: ["192.0.2.0/24"],
      requestsPerMinute: 120,
      state: "live",
      uses: 0,
      lastUsedAt: null,
    });
    expect(text.startsWith(view.hint)).toBe(true);
    expect(Date.parse(view.expiresAt) - harness.clock.now().getTime()).toBe(90 * DAY_MS);
    const parts = parseTokenText(new Secret(text));
    const stored = await harness.services.storage.apiTokens.ofOwner(requireUser(ctx).userId, view.id);
    expect(typeof parts === "object" && stored?.secretHash === secretHashOf(parts.secret)).toBe(true);
    expect(await listTokens(ctx)).toEqual([view]);
    const { actor, token } = await call(text);
    expect(actor).toMatchObject({
      userId: requireUser(ctx).userId,
      appSessionId: null,
      token: { id: view.id },
    });
    expect(token.id).toBe(view.id);
    const [event] = await eventsOn(view.id);
    expect(event).toMatchObject({
      eventType: "API_TOKEN_CREATED",
      outcome: "success",
      details: { name: "nightly", scopes: ["read:positions", "read:orders"], connections: "all" },
    });
  });

  it("asks for the password of the person, but not at a terminal", async () => {
    const ctx = await harness.member("user");
    for (const confirmPassword of [undefined, "wrong"]) {
      await expect(create(ctx, { confirmPassword })).rejects.toMatchObject({
        code: "VALIDATION_INVALID_INPUT",
        fields: { confirmPassword: expect.any(String) },
      });
    }
    const own = (await harness.events()).filter(({ userId }) => userId === requireUser(ctx).userId);
    expect(own.map(({ eventType, outcome }) => [eventType, outcome])).toEqual([
      ["API_TOKEN_CREATED", "failure"],
      ["API_TOKEN_CREATED", "failure"],
    ]);
    for (let tries = 0; tries < 3; tries += 1) await codeOf(create(ctx, { confirmPassword: "wrong" }));
    expect(await codeOf(create(ctx))).toBe("AUTH_RATE_LIMITED");
    const terminal = { ...ctx, actor: { ...requireUser(ctx), appSessionId: null } };
    expect((await create(terminal, { confirmPassword: undefined })).view.state).toBe("live");
  });

  it("is nothing that a token can do", async () => {
    const ctx = await harness.member("admin");
    const { actor } = await call((await create(ctx, { scopes: ["read:audit"] })).token);
    const bot: ServiceContext = { ...ctx, actor };
    const tokenId = actor.token?.id ?? "";
    expect(await codeOf(create(bot))).toBe("API_SCOPE_MISSING");
    expect(await codeOf(rotate(bot, tokenId))).toBe("API_SCOPE_MISSING");
    expect(await codeOf(revokeToken(bot, { tokenId }))).toBe("API_SCOPE_MISSING");
    expect(await codeOf(listTokens(bot))).toBe("API_SCOPE_MISSING");
    expect(await codeOf(unfreezeBots(bot, { scope: "own" }))).toBe("API_SCOPE_MISSING");
  });

  it("stops at the person's own roles", async () => {
    const user = await harness.member("user");
    await expect(create(user, { scopes: ["read:positions", "read:audit"] })).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
      fields: { scopes: "Your roles don't allow read:audit" },
    });
    expect(await codeOf(create(user, { scopes: ["session:lease"] }))).toBe("VALIDATION_INVALID_INPUT");
    expect(await codeOf(create(await harness.member("trader"), { scopes: ["session:lease"] }))).toBeNull();
    expect(await codeOf(create(harness.anonymous()))).toBe("AUTH_SIGN_IN_REQUIRED");
  });

  it("has an end to their number, also when many are made at once", async () => {
    const ctx = await harness.member("user");
    const { userId } = requireUser(ctx);
    const { apiTokens } = harness.services.storage;
    for (let made = 0; made < MOST_TOKENS - 2; made += 1) {
      await apiTokens.create(buildApiToken({ ownerId: userId, id: `${userId}-${made}` }));
    }
    const terminal = { ...ctx, actor: { ...requireUser(ctx), appSessionId: null } };
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(create(terminal))));
    expect(codes.filter((code) => code === null)).toHaveLength(2);
    expect(codes.filter((code) => code === "API_CONFLICT")).toHaveLength(4);
    // Without an overlap the old one makes room for the new one.
    const [first] = await listTokens(ctx);
    expect(await codeOf(rotate(terminal, first?.id ?? ""))).toBe("API_CONFLICT");
    expect(await codeOf(rotate(terminal, first?.id ?? "", { overlapHours: 0 }))).toBeNull();
    expect(await apiTokens.countLive(userId, harness.clock.now())).toBe(MOST_TOKENS);
  });
});

describe("using a token", () => {
  it("is refused alike for what never was and for a wrong secret", async () => {
    const ctx = await harness.member("user");
    const { token: text, view } = await create(ctx);
    const other = (await create(ctx)).token;
    expect(await codeOf(call("Bearer"))).toBe("AUTH_TOKEN_INVALID");
    const last = text.at(-1) === "0" ? "1" : "0";
    await expect(call(`${text.slice(0, -1)}${last}`)).rejects.toMatchObject({
      code: "AUTH_TOKEN_INVALID",
      message: expect.stringContaining("copied whole"),
    });

    const stray = newTokenText(harness.services.random);
    expect(await codeOf(call(stray.text.reveal()))).toBe("AUTH_TOKEN_INVALID");
    // The id of one with the secret of another: made by somebody who can count checksums.
    await harness.services.storage.apiTokens.create(
      buildApiToken({ ownerId: requireUser(ctx).userId, id: stray.id }),
    );
    expect(await codeOf(call(stray.text.reveal()))).toBe("AUTH_TOKEN_INVALID");
    expect(await eventsOn(stray.id)).toMatchObject([
      {
        eventType: "API_TOKEN_REFUSED",
        outcome: "denied",
        userId: null,
        details: { reason: "wrong_secret" },
      },
    ]);
    expect(await eventsOn(view.id)).toHaveLength(1);
    expect(await codeOf(call(other))).toBeNull();
  });

  it("ends with its time, with a revocation at the next call, and with the person", async () => {
    const ctx = await harness.member("user");
    const short = await create(ctx, { expiresInDays: 1 });
    const long = await create(ctx);
    harness.clock.advance(DAY_MS - 1);
    expect(await codeOf(call(short.token))).toBeNull();
    harness.clock.advance(1);
    expect(await codeOf(call(short.token))).toBe("AUTH_TOKEN_ENDED");
    expect((await listTokens(ctx)).map(({ state }) => state).toSorted()).toEqual(["expired", "live"]);

    expect(await codeOf(call(long.token))).toBeNull();
    expect(await revokeToken(ctx, { tokenId: long.view.id })).toMatchObject({ state: "revoked" });
    expect(await codeOf(call(long.token))).toBe("AUTH_TOKEN_ENDED");
    await revokeToken(ctx, { tokenId: long.view.id });
    const revocations = (await eventsOn(long.view.id)).filter(
      ({ eventType }) => eventType === "API_TOKEN_REVOKED",
    );
    expect(revocations).toHaveLength(1);

    const third = await create(ctx);
    const { users } = harness.services.storage;
    const { userId } = requireUser(ctx);
    await users.update(userId, { disabledAt: harness.clock.now(), updatedAt: harness.clock.now() });
    expect(await codeOf(call(third.token))).toBe("AUTH_TOKEN_ENDED");
    expect((await eventsOn(third.view.id)).at(-1)).toMatchObject({
      userId,
      details: { reason: "disabled", apiToken: third.view.id },
    });
  });

  it("goes by the roles of this moment", async () => {
    const ctx = await harness.member("user", "admin");
    const { token } = await create(ctx, { scopes: ["read:audit"] });
    const { users } = harness.services.storage;
    const before = await call(token);
    expect(before.actor.roles).toEqual(["user", "admin"]);
    await users.update(requireUser(ctx).userId, { roles: ["user"], updatedAt: harness.clock.now() });
    const { actor } = await call(token);
    expect(actor.roles).toEqual(["user"]);

    expect(() => permit({ actor: before.actor }, "view_audit", "read:audit")).not.toThrow();
    expect(() => permit({ actor }, "view_audit", "read:audit")).toThrow(
      expect.objectContaining({ code: "API_PERMISSION_DENIED" }),
    );
  });

  it("keeps to its addresses", async () => {
    const ctx = await harness.member("user");
    const { token, view } = await create(ctx, { allowedAddresses: ["10.0.0.0/8"] });
    expect(await codeOf(call(token, "10.1.2.3"))).toBeNull();
    for (const address of ["192.0.2.10", null]) {
      expect(await codeOf(call(token, address))).toBe("AUTH_ADDRESS_REFUSED");
    }
    expect((await eventsOn(view.id)).at(-1)).toMatchObject({ details: { reason: "address" } });
  });

  it("writes a refusal down once a minute for each reason, whichever process met it", async () => {
    const ctx = await harness.member("user");
    const { token, view } = await create(ctx, { allowedAddresses: ["10.0.0.0/8"] });
    const refusals = async () =>
      (await eventsOn(view.id)).filter(({ eventType }) => eventType === "API_TOKEN_REFUSED").length;
    await Promise.all(Array.from({ length: 20 }, () => codeOf(call(token))));
    expect(await refusals()).toBe(1);
    // Another process has a feed of its own, and remembers nothing of this one.

    const { request } = harness.anonymous();
    const others = [1, 2, 3].map(() => ({ ...harness.services, feed: createConnectionFeed() }));
    for (const other of others) {
      expect(await codeOf(authenticateToken(other, new Secret(token), request))).toBe("AUTH_ADDRESS_REFUSED");
    }
    expect(await refusals()).toBe(1);
    await revokeToken(ctx, { tokenId: view.id });
    await codeOf(call(token));
    expect(await refusals()).toBe(2);
    harness.clock.advance(60_000);
    await codeOf(call(token));
    expect(await refusals()).toBe(3);
  });
});

describe("keeping programs out", () => {
  it("stops one person's, or everybody's, at the next call", async () => {
    const ctx = await harness.member("user");
    const { token } = await create(ctx);
    const other = (await create(await harness.member("user"))).token;
    expect(await readBotFreeze(ctx)).toEqual({ install: null, own: null });
    expect(await freezeBots(ctx, { scope: "own" })).toMatchObject({
      own: { frozenAt: harness.clock.now().toISOString() },
    });
    expect(await codeOf(call(token))).toBe("AUTH_BOTS_FROZEN");
    expect(await codeOf(call(other))).toBeNull();

    expect(await codeOf(freezeBots(ctx, { scope: "install" }))).toBe("API_PERMISSION_DENIED");
    const admin = await harness.member("admin");
    await freezeBots(admin, { scope: "install" });
    expect(await codeOf(call(other))).toBe("AUTH_BOTS_FROZEN");
    // Their own switch is not the admin's.
    expect(await unfreezeBots(ctx, { scope: "own" })).toMatchObject({
      own: null,
      install: { by: requireUser(admin).email },
    });
    expect(await codeOf(call(token))).toBe("AUTH_BOTS_FROZEN");
    expect(await codeOf(unfreezeBots(ctx, { scope: "install" }))).toBe("API_PERMISSION_DENIED");
    await unfreezeBots(admin, { scope: "install" });
    expect(await codeOf(call(token))).toBeNull();
  });

  it("is written down once, however many press at once", async () => {
    const ctx = await harness.member("user");
    const { userId } = requireUser(ctx);
    await Promise.all(Array.from({ length: 8 }, () => freezeBots(ctx, { scope: "own" })));
    await Promise.all(Array.from({ length: 8 }, () => unfreezeBots(ctx, { scope: "own" })));
    expect((await eventsOn(userId)).map(({ eventType }) => eventType)).toEqual([
      "BOTS_FROZEN",
      "BOTS_UNFROZEN",
    ]);
  });
});
