import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listMembers } from "@/server/services/members/list-members";
import { setMemberDisabled } from "@/server/services/members/set-member-disabled";
import { setMemberRoles } from "@/server/services/members/set-member-roles";
import type { ServiceContext } from "@/server/services/service-context";
import type { UserRecord } from "@/server/storage/records";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
let owner: UserRecord;
let admin: ServiceContext;
let bob: UserRecord;

beforeEach(async () => {
  harness = await createServiceHarness();
  owner = await harness.person({ id: "owner", roles: ["user", "trader", "admin"], isOwner: true });
  admin = await harness.as(await harness.person({ id: "admin", roles: ["admin"] }));
  bob = await harness.person({ id: "bob", email: "bob@example.com" });
});
afterEach(() => harness.close());

const typesOf = async () => (await harness.events()).map((event) => event.eventType);
const user = (id: string) => harness.services.storage.users.byId(id);

describe("who may manage members", () => {
  it("is an admin and nobody else", async () => {
    const trader = await harness.member("user", "trader");
    const calls = [
      (ctx: ServiceContext) => listMembers(ctx),
      (ctx: ServiceContext) => setMemberRoles(ctx, { userId: "bob", roles: ["admin"] }),
      (ctx: ServiceContext) => setMemberDisabled(ctx, { userId: "bob", disabled: true }),
    ];
    for (const call of calls) {
      await expect(call(trader)).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
      await expect(call(harness.anonymous())).rejects.toMatchObject({ code: "AUTH_SIGN_IN_REQUIRED" });
    }
    expect(await user("bob")).toMatchObject({ roles: ["user"], disabledAt: null });
  });
});

describe("listMembers", () => {
  it("shows everybody and when they were last here", async () => {
    const members = await listMembers(admin);
    expect(members.map(({ userId, lastSeenAt }) => [userId, lastSeenAt])).toEqual([
      ["admin", "2026-03-02T14:30:00.000Z"],
      ["bob", null],
      ["owner", null],
    ]);
    expect(Object.keys(members[0] ?? {})).not.toContain("passwordHash");
  });
});

describe("setMemberRoles", () => {
  it("gives exactly these roles and records both sets", async () => {
    const view = await setMemberRoles(admin, { userId: "bob", roles: ["trader", "admin"] });
    expect(view).toMatchObject({ userId: "bob", roles: ["trader", "admin"] });
    expect(await user("bob")).toMatchObject({ roles: ["trader", "admin"] });
    expect((await harness.events()).at(-1)).toMatchObject({
      eventType: "ROLES_CHANGED",
      userId: "admin",
      targetId: "bob",
      details: { member: "bob@example.com", before: ["user"], after: ["trader", "admin"] },
    });
  });

  it("knows no stranger, and leaves the owner an admin", async () => {
    await expect(setMemberRoles(admin, { userId: "nobody", roles: ["user"] })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    await expect(setMemberRoles(admin, { userId: "owner", roles: ["user"] })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    expect(await setMemberRoles(admin, { userId: "owner", roles: ["admin"] })).toMatchObject({
      roles: ["admin"],
    });
  });

  it("does not take the role from the last admin, even when two try it on each other at once", async () => {
    await harness.services.storage.users.update(owner.id, { disabledAt: harness.clock.now() });
    const other = await harness.as(await harness.person({ id: "other", roles: ["admin"] }));
    const outcomes = await Promise.allSettled([
      setMemberRoles(admin, { userId: "other", roles: ["user"] }),
      setMemberRoles(other, { userId: "admin", roles: ["user"] }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "API_CONFLICT" },
    });
    expect(await harness.services.storage.users.countActiveAdmins()).toBe(1);
    expect((await typesOf()).filter((type) => type === "ROLES_CHANGED")).toHaveLength(1);
  });
});

describe("setMemberDisabled", () => {
  it("shuts a member out of every browser, and lets them in again", async () => {
    await harness.as(bob);
    await harness.as(bob);
    const disabled = await setMemberDisabled(admin, { userId: "bob", disabled: true });
    expect(disabled.disabledAt).toBe("2026-03-02T14:30:00.000Z");
    expect(await harness.services.storage.appSessions.liveOf("bob", harness.clock.now())).toEqual([]);
    await setMemberDisabled(admin, { userId: "bob", disabled: true });
    const enabled = await setMemberDisabled(admin, { userId: "bob", disabled: false });
    expect(enabled.disabledAt).toBeNull();
    const events = (await harness.events()).map(({ eventType, details }) => [
      eventType,
      details["endedSessions"],
    ]);
    expect(events).toEqual([
      ["MEMBER_DISABLED", 2],
      ["MEMBER_ENABLED", 0],
    ]);
  });

  it("spares the owner and oneself, and knows no stranger", async () => {
    for (const [userId, code] of [
      ["owner", "API_CONFLICT"],
      ["admin", "API_CONFLICT"],
      ["nobody", "API_RESOURCE_NOT_FOUND"],
    ] as const) {
      await expect(setMemberDisabled(admin, { userId, disabled: true })).rejects.toMatchObject({ code });
    }
    expect(await typesOf()).toEqual([]);
  });
});
