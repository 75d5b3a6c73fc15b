import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProcedurePolicy } from "@/server/api/policy";
import { appRouter } from "@/server/api/root";
import { createCallerFactory } from "@/server/api/trpc";
import type { UserRecord } from "@/server/storage/records";
import type { Role } from "@/shared/permissions";
import { createTestInstall, TEST_PASSWORD, type TestInstall } from "@/test/test-install";

const createCaller = createCallerFactory(appRouter);

const EVERYONE = "everyone";
const MEMBER: readonly Role[] = ["user", "trader", "admin"];
const HOLDER: readonly Role[] = ["user", "admin"];
const ADMIN: readonly Role[] = ["admin"];

/** Who may call what, written by hand: the test must not learn it from the code. */
const ALLOWED: Record<string, readonly Role[] | typeof EVERYONE> = {
  "install.restored": MEMBER,
  "install.accept": ADMIN,
  "setup.status": EVERYONE,
  "setup.complete": EVERYONE,
  "setup.passwordRule": EVERYONE,
  "invitation.view": EVERYONE,
  "invitation.accept": EVERYONE,
  "viewer.get": MEMBER,
  "viewer.sessions": MEMBER,
  "viewer.revokeSession": MEMBER,
  "viewer.signOutOthers": MEMBER,
  "viewer.signOut": MEMBER,
  "viewer.changePassword": MEMBER,
  "brokers.list": HOLDER,
  "connections.list": HOLDER,
  "connections.get": HOLDER,
  "connections.attempts": HOLDER,
  "connections.budget": HOLDER,
  "connections.leases": HOLDER,
  "connections.endLease": HOLDER,
  "connections.retry": HOLDER,
  "connections.flightRecords": HOLDER,
  "connections.exportFlightRecords": HOLDER,
  "connections.sessions": HOLDER,
  "connections.watch": HOLDER,
  "connections.add": HOLDER,
  "connections.change": HOLDER,
  "connections.startLogin": HOLDER,
  "connections.answerChallenge": HOLDER,
  "connections.switchChallenge": HOLDER,
  "connections.cancelLogin": HOLDER,
  "connections.check": HOLDER,
  "connections.refresh": HOLDER,
  "connections.disconnect": HOLDER,
  "connections.forgetCredentials": HOLDER,
  "connections.remove": HOLDER,
  "portfolio.summary": HOLDER,
  "portfolio.positions": HOLDER,
  "portfolio.options": HOLDER,
  "portfolio.orders": HOLDER,
  "portfolio.valueHistory": HOLDER,
  "notices.list": MEMBER,
  "notices.unread": MEMBER,
  "notices.markRead": MEMBER,
  "notices.channels": MEMBER,
  "notices.addChannel": MEMBER,
  "notices.changeChannel": MEMBER,
  "notices.removeChannel": MEMBER,
  "notices.renewSecret": MEMBER,
  "notices.testChannel": MEMBER,
  "notices.retryDead": MEMBER,
  "wheel.overview": HOLDER,
  "wheel.cycle": HOLDER,
  "wheel.income": HOLDER,
  "wheel.decideRoll": HOLDER,
  "wheel.attention": HOLDER,
  "wheel.dismiss": HOLDER,
  "wheel.restore": HOLDER,
  "wheel.attentionSettings": HOLDER,
  "wheel.changeAttentionSettings": HOLDER,
  "wheel.calendarFeed": HOLDER,
  "wheel.renewCalendarFeed": HOLDER,
  "wheel.removeCalendarFeed": HOLDER,
  "tokens.list": MEMBER,
  "tokens.choices": MEMBER,
  "tokens.create": MEMBER,
  "tokens.rotate": MEMBER,
  "tokens.revoke": MEMBER,
  "tokens.freezeState": MEMBER,
  "tokens.freeze": MEMBER,
  "tokens.unfreeze": MEMBER,
  "tokens.freezeInstall": ADMIN,
  "tokens.unfreezeInstall": ADMIN,
  "credentialStorage.keeping": HOLDER,
  "credentialStorage.status": ADMIN,
  "credentialStorage.move": ADMIN,
  "keys.status": ADMIN,
  "keys.progress": ADMIN,
  "keys.generate": ADMIN,
  "keys.changeMasterKey": ADMIN,
  "keys.retire": ADMIN,
  "keys.renewDataKeys": ADMIN,
  "members.list": ADMIN,
  "members.invitations": ADMIN,
  "members.invite": ADMIN,
  "members.revokeInvitation": ADMIN,
  "members.setRoles": ADMIN,
  "members.setDisabled": ADMIN,
  "audit.search": ADMIN,
  "metrics.read": ADMIN,
  "settings.list": ADMIN,
  "settings.change": ADMIN,
  "settings.history": ADMIN,
  "settings.undo": ADMIN,
  "settings.export": ADMIN,
  "settings.preview": ADMIN,
  "settings.import": ADMIN,
  "preferences.systemTheme": EVERYONE,
  "preferences.read": MEMBER,
  "preferences.change": MEMBER,
};

const PATHS = Object.keys(appRouter._def.procedures);
const ROLE_SETS: readonly (readonly Role[])[] = [["user"], ["trader"], ["admin"], ["user", "trader"]];

let install: TestInstall;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());

/** Calls a procedure by its path; the answer is the transport's error code, or null for none. */
async function codeOf(user: UserRecord | null, path: string, input: unknown): Promise<string | null> {
  const caller = createCaller(await install.contextOf(user));
  const procedure = path
    .split(".")
    .reduce<unknown>((node, key) => Reflect.get(node as object, key), caller) as (
    value: unknown,
  ) => Promise<unknown>;
  try {
    await procedure(input);
    return null;
  } catch (error) {
    return error instanceof TRPCError ? error.code : "OTHER";
  }
}

describe("procedures and roles", () => {
  it("have a row each in the table", () => {
    expect(PATHS.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  it.each(PATHS)("%s", async (path) => {
    const allowed = ALLOWED[path] ?? [];
    // The permission is asked before the input is looked at: a call without input shows who may come so far.
    const nobody = await codeOf(null, path, undefined);
    if (allowed === EVERYONE) {
      expect(nobody).not.toBe("UNAUTHORIZED");
      return;
    }
    expect(nobody).toBe("UNAUTHORIZED");
    for (const roles of ROLE_SETS) {
      const user = await install.addPerson({ roles });
      const code = await codeOf(user, path, undefined);
      if (roles.some((role) => allowed.includes(role))) {
        expect(code, `${path} for ${roles.join("+")}`).not.toBe("FORBIDDEN");
      } else {
        expect(code, `${path} for ${roles.join("+")}`).toBe("FORBIDDEN");
        const denied = (await install.events()).findLast((event) => event.userId === user.id);
        expect(denied).toMatchObject({
          eventType: "PERMISSION_DENIED",
          outcome: "denied",
          targetId: path,
        });
      }
    }
  });

  it("all say what they audit, or why they audit nothing", () => {
    for (const path of PATHS) {
      const procedure = Reflect.get(appRouter._def.procedures, path) as { _def: { meta: ProcedurePolicy } };
      const { audit } = procedure._def.meta;
      expect(audit.kind === "events" || audit.reason.length > 5, path).toBe(true);
    }
  });
});

describe("somebody else's row", () => {
  it("reads as not found to everyone but its owner, admins included, and stays as it was", async () => {
    const owner = await install.addPerson();
    const ownerCaller = await install.callerOf(owner);
    const added = await ownerCaller.connections.add({
      broker: "robinhood",
      label: "mine",
      access: "read_only",
    });
    const credentials = { username: "ada@example.com", password: "not-a-real-password-ada" };
    const mine = await ownerCaller.connections.startLogin({ connectionId: added.id, credentials });
    const connectionId = mine.id;
    const loginId = mine.login?.id ?? "";
    const { channel } = await ownerCaller.notices.addChannel({
      label: "hook",
      target: { kind: "webhook", url: "https://hooks.example.com/a" },
      kinds: ["needs_person"],
    });
    const channelId = channel.id;
    const { view: token } = await ownerCaller.tokens.create({
      name: "bot",
      scopes: ["read:positions"],
      confirmPassword: TEST_PASSWORD,
    });
    const tokenId = token.id;
    const inputs: Record<string, unknown> = {
      "tokens.rotate": { tokenId, confirmPassword: TEST_PASSWORD },
      "tokens.revoke": { tokenId },
      "notices.changeChannel": { channelId, label: "stolen" },
      "notices.removeChannel": { channelId },
      "notices.renewSecret": { channelId },
      "notices.testChannel": { channelId },
      "notices.retryDead": { channelId },
      "connections.get": { connectionId },
      "connections.attempts": { connectionId },
      "connections.budget": { connectionId },
      "connections.leases": { connectionId },
      "connections.endLease": { connectionId, leaseId: "lease-1" },
      "connections.retry": { connectionId },
      "connections.flightRecords": { connectionId },
      "connections.exportFlightRecords": { connectionId },
      "connections.change": { connectionId, label: "stolen" },
      "connections.startLogin": { connectionId, credentials },
      "connections.answerChallenge": { connectionId, loginId, answer: { kind: "code", code: "123456" } },
      "connections.switchChallenge": { connectionId, loginId, to: "sms" },
      "connections.cancelLogin": { connectionId, loginId },
      "connections.check": { connectionId },
      "connections.refresh": { connectionId },
      "connections.disconnect": { connectionId },
      "connections.forgetCredentials": { connectionId },
      "connections.remove": { connectionId },
      "credentialStorage.keeping": { connectionId },
      "portfolio.summary": { connectionId },
      "portfolio.positions": { connectionId },
      "portfolio.options": { connectionId, underlying: "SPY" },
      "portfolio.orders": { connectionId },
      "wheel.overview": { connectionIds: [connectionId] },
      "wheel.cycle": { cycleId: "of somebody else" },
      "wheel.income": { connectionIds: [connectionId] },
      "wheel.decideRoll": { connectionId, rollId: "roll-1", decision: "joined" },
      "viewer.revokeSession": {
        sessionId: (await ownerCaller.viewer.sessions())[0]?.id,
      },
    };
    install.sandbox.control.clearRequests();
    for (const roles of [["user"], ["admin"]] as const) {
      const stranger = await install.addPerson({ roles });
      for (const [path, input] of Object.entries(inputs)) {
        expect(await codeOf(stranger, path, input), `${path} for ${roles.join("+")}`).toBe("NOT_FOUND");
      }
      expect(await (await install.callerOf(stranger)).connections.list()).toEqual([]);
      expect(await (await install.callerOf(stranger)).connections.sessions()).toEqual([]);
      expect(await (await install.callerOf(stranger)).tokens.list()).toEqual([]);
      const strangersNotices = (await install.callerOf(stranger)).notices;
      expect((await strangersNotices.channels()).channels).toEqual([]);
      expect((await strangersNotices.list({})).notices).toEqual([]);
    }
    expect(await ownerCaller.connections.get({ connectionId })).toEqual(mine);
    expect((await ownerCaller.notices.channels()).channels).toEqual([channel]);
    expect(await ownerCaller.tokens.list()).toEqual([token]);
    expect(install.sandbox.control.requests()).toEqual([]);
    // Whatever takes an id must be in this table or be an admin's own work on people.
    const scoped = PATHS.filter((path) => /^(connections|portfolio|notices|tokens|wheel)\./.test(path));
    const without = [
      "portfolio.valueHistory",
      ...["list", "sessions", "watch", "add"].map((name) => `connections.${name}`),
      ...["list", "unread", "markRead", "channels", "addChannel"].map((name) => `notices.${name}`),
      ...["list", "choices", "create", "freezeState"].map((name) => `tokens.${name}`),
      ...["freeze", "unfreeze", "freezeInstall", "unfreezeInstall"].map((name) => `tokens.${name}`),
      ...["attention", "dismiss", "restore", "attentionSettings", "changeAttentionSettings"].map(
        (name) => `wheel.${name}`,
      ),
      ...["calendarFeed", "renewCalendarFeed", "removeCalendarFeed"].map((name) => `wheel.${name}`),
    ];
    expect(Object.keys(inputs)).toEqual(
      expect.arrayContaining(scoped.filter((path) => !without.includes(path))),
    );
  });
});
