import { addressCounter } from "@/server/services/app-sessions/attempt-counters";
import { returnAttempt, takeAttempt } from "@/server/services/app-sessions/attempt-throttle";
import { tokenHash } from "@/server/services/app-sessions/random-token";
import { recordEvent } from "@/server/services/audit/record-event";
import type { ServiceContext } from "@/server/services/service-context";
import type { InvitationRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/**
 * The invitation behind a link, if it can still be accepted. Otherwise the refusal is recorded and
 * AUTH_INVITATION_INVALID thrown, which does not tell why; after many of them AUTH_RATE_LIMITED.
 */
export async function loadOpenInvitation(ctx: ServiceContext, token: string): Promise<InvitationRecord> {
  const attempt = await takeAttempt(ctx, [addressCounter(ctx, "invitation")]);
  const invitation = await ctx.storage.invitations.byTokenHash(tokenHash(new Secret(token)));
  if (invitation === null) throw await invitationRefusal(ctx, null, "unknown");
  const problem = problemOf(invitation, ctx.clock.now());
  if (problem !== null) throw await invitationRefusal(ctx, invitation.id, problem);
  await returnAttempt(ctx, attempt);
  return invitation;
}

/** Records a refusal and gives the error to throw. */
export async function invitationRefusal(
  ctx: ServiceContext,
  invitationId: string | null,
  reason: string,
): Promise<AppError> {
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "INVITATION_REFUSED",
      outcome: "denied",
      targetId: invitationId,
      details: { reason },
    }),
  );
  return new AppError("AUTH_INVITATION_INVALID");
}

function problemOf(invitation: InvitationRecord, now: Date): string | null {
  if (invitation.acceptedAt !== null) return "accepted_before";
  if (invitation.revokedAt !== null) return "withdrawn";
  return invitation.expiresAt.getTime() <= now.getTime() ? "expired" : null;
}
