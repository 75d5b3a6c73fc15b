import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordEvent } from "@/server/services/audit/record-event";
import { searchAudit } from "@/server/services/audit/search-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { auditQuerySchema } from "@/shared/schemas/audit";
import { Secret } from "@/shared/secret";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
beforeEach(async () => {
  harness = await createServiceHarness();
});
afterEach(() => harness.close());

type Event = Parameters<typeof recordEvent>[2];
const record = (ctx: ServiceContext, event: Event) =>
  harness.services.storage.transaction((tx) => recordEvent(ctx, tx, event));
const only = async () => (await harness.events())[0];

describe("recordEvent", () => {
  it("notes who, when, from where and what", async () => {
    const ctx = await harness.member("user");
    await record(ctx, {
      type: "CONNECTION_ADDED",
      outcome: "success",
      targetId: "c-1",
      details: { broker: "robinhood" },
    });
    expect(await only()).toMatchObject({
      eventType: "CONNECTION_ADDED",
      message: "Connection added",
      occurredAt: "2026-03-02T14:30:00.000Z",
      severity: "INFO",
      outcome: "success",
      user: ctx.actor.type === "user" ? ctx.actor.email : "",
      userId: ctx.actor.type === "user" ? ctx.actor.userId : "",
      sessionId: ctx.actor.type === "user" ? ctx.actor.appSessionId : "",
      targetType: "connection",
      targetId: "c-1",
      ipAddress: "192.0.2.10",
      userAgent: "Test browser",
      requestId: "request-1",
      interface: "web",
      details: { broker: "robinhood" },
    });
  });

  it.each<[string, Event, object]>([
    ["a failure is a warning", { type: "LOGIN", outcome: "failure" }, { severity: "WARNING" }],
    ["a refusal is a warning", { type: "LOGIN", outcome: "denied" }, { severity: "WARNING" }],
    [
      "unless told otherwise",
      { type: "LOGIN", outcome: "denied", severity: "CRITICAL" },
      { severity: "CRITICAL" },
    ],
    [
      "nobody is anonymous",
      { type: "LOGIN", outcome: "success" },
      { user: "anonymous", userId: null, sessionId: null },
    ],
    [
      "a claim is kept, flat and bounded",
      { type: "SIGN_IN_FAILED", outcome: "failure", user: `eve\n${"x".repeat(300)}` },
      { user: expect.stringMatching(/^eve x{249}…$/) },
    ],
    ["a session can be named", { type: "LOGIN", outcome: "success", sessionId: "s-1" }, { sessionId: "s-1" }],
  ])("%s", async (_what, event, expected) => {
    await record(harness.anonymous(), event);
    expect(await only()).toMatchObject(expected);
  });

  it("believes no claim of a person who is signed in, and knows the system", async () => {
    const ctx = await harness.member("user");
    await record(ctx, { type: "LOGIN", outcome: "success", user: "somebody@example.com", sessionId: null });
    await record({ ...ctx, actor: { type: "system" } }, { type: "LOGIN", outcome: "success" });
    const events = await harness.events();
    expect(events[0]).toMatchObject({
      userId: ctx.actor.type === "user" ? ctx.actor.userId : "",
      sessionId: null,
    });
    expect(events[0]?.user).not.toBe("somebody@example.com");
    expect(events[1]).toMatchObject({ user: "system", userId: null });
  });

  it("cuts what is too long and flattens control characters", async () => {
    await record(harness.anonymous(), {
      type: "LOGIN",
      outcome: "success",
      details: {
        text: `a\r\nb${"x".repeat(600)}`,
        list: Array.from({ length: 30 }, () => "y".repeat(150)),
        count: 3,
        yes: true,
        nothing: null,
      },
    });
    const details = (await only())?.details ?? {};
    expect(details["text"]).toMatch(/^a bx+…$/);
    expect(String(details["text"])).toHaveLength(500);
    expect(details["list"]).toEqual(Array.from({ length: 20 }, () => `${"y".repeat(99)}…`));
    expect(details).toMatchObject({ count: 3, yes: true, nothing: null });
  });

  it.each([
    ["a secret", new Secret("canary")],
    ["a secret in a list", [new Secret("canary")]],
    ["an object", { password: "canary" }],
  ])("refuses %s, and with it the act", async (_what, value) => {
    const smuggled: Event = { type: "LOGIN", outcome: "success" };
    Object.assign(smuggled, { details: { value } });
    const writing = record(harness.anonymous(), smuggled);
    await expect(writing).rejects.toThrow();
    await expect(writing).rejects.not.toThrow("canary");
    expect(await harness.events()).toEqual([]);
  });
});

describe("searchAudit", () => {
  it("is for those who may read the log", async () => {
    await record(harness.anonymous(), { type: "LOGIN", outcome: "success" });
    const query = auditQuerySchema.parse({});
    const admin = await harness.member("admin");
    expect((await searchAudit(admin, query)).events).toHaveLength(1);
    const trader = await harness.member("user", "trader");
    await expect(searchAudit(trader, query)).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
    await expect(searchAudit(harness.anonymous(), query)).rejects.toMatchObject({
      code: "AUTH_SIGN_IN_REQUIRED",
    });
  });
});
