import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AuditQuery, auditQuerySchema } from "@/shared/schemas/audit";
import { buildAuditEvent } from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

let at: TestStorage;
beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

const search = (query: Partial<AuditQuery> = {}) => at.storage.audit.search(auditQuerySchema.parse(query));
const idsOf = async (query: Partial<AuditQuery>) => (await search(query)).events.map(({ id }) => id);

describe("the audit log", () => {
  test("gives an event back whole, with its sentence and place", async () => {
    const event = buildAuditEvent({
      details: { broker: "robinhood", attempts: 2, codes: ["a", "b"], remembered: true, reason: null },
      sessionId: "app-session-1",
    });
    await at.storage.audit.append(event);
    expect(await search()).toEqual({
      events: [{ ...event, seq: 1, message: "Signed in" }],
      nextCursor: null,
    });
  });

  test("pages newest first, without loss or repetition while new events arrive", async () => {
    for (let index = 1; index <= 7; index += 1)
      await at.storage.audit.append(buildAuditEvent({ id: `e${index}` }));
    const first = await search({ limit: 3 });
    await at.storage.audit.append(buildAuditEvent({ id: "e8" }));
    const second = await search({ limit: 3, cursor: first.nextCursor });
    const third = await search({ limit: 3, cursor: second.nextCursor });
    const ids = [first, second, third].map(({ events }) => events.map(({ id }) => id));
    expect(ids).toEqual([["e7", "e6", "e5"], ["e4", "e3", "e2"], ["e1"]]);
    expect(third.nextCursor).toBeNull();
    expect((await search({ limit: 8 })).nextCursor).toBeNull();
  });

  test.each(["junk", "", "MToxMjM0NTY3ODkwMQ", "MjoxMg", "MTotNQ", "MTox Mg", "MTowMDE", "é".repeat(20)])(
    "refuses the cursor %j, which is not ours",
    async (cursor) => {
      await expect(search({ cursor })).rejects.toMatchObject({
        code: "VALIDATION_INVALID_INPUT",
        fields: { cursor: expect.any(String) },
      });
    },
  );

  test("filters by kind, severity, outcome, person and time, all of which must hold", async () => {
    const events = [
      buildAuditEvent({ id: "in", occurredAt: "2026-03-02T10:00:00.000Z" }),
      buildAuditEvent({
        id: "failed",
        eventType: "SIGN_IN_FAILED",
        severity: "WARNING",
        outcome: "failure",
        user: "Mallory@Example.com",
        occurredAt: "2026-03-02T11:00:00.000Z",
      }),
      buildAuditEvent({
        id: "denied",
        eventType: "PERMISSION_DENIED",
        severity: "WARNING",
        outcome: "denied",
        occurredAt: "2026-03-02T12:00:00.000Z",
      }),
    ];
    for (const event of events) await at.storage.audit.append(event);
    expect(await idsOf({ eventTypes: ["SIGN_IN", "PERMISSION_DENIED"] })).toEqual(["denied", "in"]);
    expect(await idsOf({ severities: ["WARNING"] })).toEqual(["denied", "failed"]);
    expect(await idsOf({ severities: ["WARNING"], outcomes: ["failure", "success"] })).toEqual(["failed"]);
    expect(await idsOf({ user: "mallory@" })).toEqual(["failed"]);
    expect(await idsOf({ user: "%" })).toEqual([]);
    expect(await idsOf({ from: "2026-03-02T11:00:00.000Z" })).toEqual(["denied", "failed"]);
    expect(await idsOf({ to: "2026-03-02T11:00:00.000Z" })).toEqual(["in"]);
    expect(await idsOf({ from: "2026-03-02T10:00:00.001Z", to: "2026-03-02T12:00:00Z" })).toEqual(["failed"]);
  });

  test("finds words in any order and any case, with wildcards taken literally", async () => {
    const first = buildAuditEvent({ id: "e1", details: { label: "100% Mine_1", path: "a\\b" } });
    const second = buildAuditEvent({
      id: "e2",
      ipAddress: "198.51.100.7",
      userId: null,
      requestId: "req-77",
    });
    await at.storage.audit.append(first);
    await at.storage.audit.append(second);
    expect(await idsOf({ text: "MINE signed" })).toEqual(["e1"]);
    expect(await idsOf({ text: "mine 198.51" })).toEqual([]);
    expect(await idsOf({ text: "198.51.100.7  REQ-77" })).toEqual(["e2"]);
    expect(await idsOf({ text: "0%" })).toEqual(["e1"]);
    expect(await idsOf({ text: "e_1" })).toEqual(["e1"]);
    expect(await idsOf({ text: "p_rson" })).toEqual([]);
    expect(await idsOf({ text: "a\\b" })).toEqual(["e1"]);
    expect(await idsOf({ text: "sign_in" })).toEqual(["e2", "e1"]);
    expect(await idsOf({ text: "'; DROP TABLE" })).toEqual([]);
  });

  test("an event rolls back with the act", async () => {
    const act = at.storage.transaction(async (tx) => {
      await tx.audit.append(buildAuditEvent());
      throw new Error("the act failed");
    });
    await expect(act).rejects.toThrow("the act failed");
    expect((await search()).events).toEqual([]);
  });
});
