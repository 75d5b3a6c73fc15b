import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signIn } from "@/server/services/app-sessions/sign-in";
import { acceptInvitation } from "@/server/services/invitations/accept-invitation";
import { viewInvitation } from "@/server/services/invitations/view-invitation";
import { inviteMember } from "@/server/services/members/invite-member";
import { listInvitations } from "@/server/services/members/list-invitations";
import { revokeInvitation } from "@/server/services/members/revoke-invitation";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

const BOB = "bob@example.com";
const BOBS_PASSWORD = "seven quiet harbours";
let harness: ServiceHarness;
let admin: ServiceContext;

beforeEach(async () => {
  harness = await createServiceHarness();
  admin = await harness.member("admin");
});
afterEach(() => harness.close());

const invite = (email = BOB) => inviteMember(admin, { email, roles: ["trader"] });
const accept = (token: string, ctx = harness.anonymous(), password = BOBS_PASSWORD) =>
  acceptInvitation(ctx, { token, displayName: "Bob", password });
const eventsOf = async (type: string) => (await harness.events()).filter((event) => event.eventType === type);

describe("invitations", () => {
  it("turn an invited trader into a user and trader who can sign in", async () => {
    const { invitation, token } = await invite();
    expect(invitation).toMatchObject({
      email: BOB,
      roles: ["user", "trader"],
      createdAt: "2026-03-02T14:30:00.000Z",
      expiresAt: "2026-03-05T14:30:00.000Z",
    });
    expect(await listInvitations(admin)).toEqual([invitation]);
    expect(await viewInvitation(harness.anonymous(), { token })).toEqual({
      email: BOB,
      roles: ["user", "trader"],
      invitedBy: invitation.invitedBy,
      expiresAt: invitation.expiresAt,
    });
    expect(await accept(token)).toEqual({ email: BOB });
    expect(await harness.services.storage.users.byEmail(BOB)).toMatchObject({
      displayName: "Bob",
      roles: ["user", "trader"],
      isOwner: false,
    });
    const input = { email: BOB, password: BOBS_PASSWORD, deviceCookie: null };
    await expect(signIn(harness.anonymous(), input)).resolves.toBeDefined();
    expect(await listInvitations(admin)).toEqual([]);
    expect(await eventsOf("MEMBER_INVITED")).toMatchObject([
      { targetId: invitation.id, details: { email: BOB, roles: ["user", "trader"] } },
    ]);
    expect(await eventsOf("INVITATION_ACCEPTED")).toMatchObject([{ user: BOB, userId: null }]);
    expect(JSON.stringify([await harness.events(), harness.logLines])).not.toContain(token);
  });

  it("leave other roles as they were chosen", async () => {
    const { invitation } = await inviteMember(admin, { email: BOB, roles: ["admin"] });
    expect(invitation.roles).toEqual(["admin"]);
  });

  it("work once, also for ten at once", async () => {
    const { token } = await invite();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        accept(token, harness.anonymous({ ipAddress: `192.0.2.${index}` })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected")
        expect(outcome.reason).toMatchObject({ code: "AUTH_INVITATION_INVALID" });
    }
    expect(await eventsOf("INVITATION_ACCEPTED")).toHaveLength(1);
    expect(await eventsOf("INVITATION_REFUSED")).toHaveLength(9);
  });

  it("do not say why they do not work any more, except in the audit log", async () => {
    const used = await invite("used@example.com");
    await accept(used.token);
    const withdrawn = await invite("withdrawn@example.com");
    await revokeInvitation(admin, { invitationId: withdrawn.invitation.id });
    const replaced = await invite();
    const open = await invite();
    expect((await listInvitations(admin)).map(({ id }) => id)).toEqual([open.invitation.id]);
    harness.clock.advance(72 * 3_600_000);
    for (const token of ["nonsense", used.token, withdrawn.token, replaced.token, open.token]) {
      await expect(viewInvitation(harness.anonymous(), { token })).rejects.toMatchObject({
        code: "AUTH_INVITATION_INVALID",
        message: "The invitation is not valid any more",
      });
      await expect(accept(token)).rejects.toMatchObject({ code: "AUTH_INVITATION_INVALID" });
    }
    const reasons = (await eventsOf("INVITATION_REFUSED")).map((event) => event.details["reason"]);
    expect(reasons.filter((_, index) => index % 2 === 0)).toEqual([
      "unknown",
      "accepted_before",
      "withdrawn",
      "withdrawn",
      "expired",
    ]);
  });

  it("slow down those who try links", async () => {
    const { token } = await invite();
    for (let turn = 0; turn < 10; turn += 1) {
      await expect(viewInvitation(harness.anonymous(), { token: `guess-${turn}` })).rejects.toMatchObject({
        code: "AUTH_INVITATION_INVALID",
      });
    }
    await expect(viewInvitation(harness.anonymous(), { token })).rejects.toMatchObject({
      code: "AUTH_RATE_LIMITED",
      retryAfterSeconds: 30,
    });
  });

  it("refuse a password that is easy to guess, and can still be accepted then", async () => {
    const { token } = await invite();
    await expect(accept(token, harness.anonymous(), "bob-bob-bob-2026")).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
    });
    expect(await accept(token)).toEqual({ email: BOB });
  });

  it("are not given to members, and are not accepted by somebody who became one", async () => {
    const { token } = await invite();
    await harness.person({ email: BOB });
    await expect(invite()).rejects.toMatchObject({
      code: "API_CONFLICT",
      fields: { email: "There is a member with this address" },
    });
    await expect(accept(token)).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await listInvitations(admin)).toHaveLength(1);
  });

  it("are withdrawn once, and only if they exist", async () => {
    const { invitation } = await invite();
    await revokeInvitation(admin, { invitationId: invitation.id });
    await expect(revokeInvitation(admin, { invitationId: invitation.id })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    await expect(revokeInvitation(admin, { invitationId: "nothing" })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    expect(await eventsOf("INVITATION_REVOKED")).toHaveLength(1);
  });

  it("are the business of admins", async () => {
    const user = await harness.member("user", "trader");
    for (const call of [
      () => listInvitations(user),
      () => inviteMember(user, { email: BOB, roles: ["user"] }),
      () => revokeInvitation(user, { invitationId: "any" }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
    }
  });
});
