import { newToken, tokenHash } from "@/server/services/app-sessions/random-token";
import { recordEvent } from "@/server/services/audit/record-event";
import { invitationView } from "@/server/services/members/invitation-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { ROLES, type Role } from "@/shared/permissions";
import type { InvitationView } from "@/shared/schemas/member";

interface InviteMemberInput {
  readonly email: string;
  readonly roles: readonly Role[];
}

interface IssuedInvitation {
  readonly invitation: InvitationView;
  /** Shown this once; only its hash is kept. */
  readonly token: string;
}

/**
 * Invites somebody by a link that works once and for a limited time. The token in it is returned this once and
 * stored as a hash. An older open invitation to the same address stops working. Throws API_CONFLICT for the
 * address of a member.
 */
export async function inviteMember(ctx: ServiceContext, input: InviteMemberInput): Promise<IssuedInvitation> {
  const actor = permit(ctx, "manage_users");
  const now = ctx.clock.now();
  const token = newToken(ctx.random);
  const invitation = {
    id: ctx.random.uuid(),
    tokenHash: tokenHash(token),
    email: input.email,
    roles: invitedRoles(input.roles),
    invitedById: actor.userId,
    invitedBy: actor.displayName,
    createdAt: now,
    expiresAt: new Date(now.getTime() + ctx.settings.invitationSeconds * 1000),
    acceptedAt: null,
    revokedAt: null,
  };
  await ctx.storage.transaction(async (tx) => {
    if ((await tx.users.byEmail(input.email)) !== null) {
      throw new AppError("API_CONFLICT", undefined, {
        fields: { email: "There is a member with this address" },
      });
    }
    for (const older of await tx.invitations.open(now)) {
      if (older.email !== input.email || !(await tx.invitations.revoke(older.id, now))) continue;
      await recordEvent(ctx, tx, {
        type: "INVITATION_REVOKED",
        outcome: "success",
        targetId: older.id,
        details: { email: older.email, replacedBy: invitation.id },
      });
    }
    await tx.invitations.create(invitation);
    await recordEvent(ctx, tx, {
      type: "MEMBER_INVITED",
      outcome: "success",
      targetId: invitation.id,
      details: {
        email: invitation.email,
        roles: invitation.roles,
        expiresAt: invitation.expiresAt.toISOString(),
      },
    });
  });
  return { invitation: invitationView(invitation), token: token.reveal() };
}

/** A trader is invited as user and trader: trading without reading one's positions is of no use. */
function invitedRoles(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => roles.includes(role) || (role === "user" && roles.includes("trader")));
}
