import { confirmationCounter } from "@/server/services/app-sessions/attempt-counters";
import { forgetAttempts, takeAttempt } from "@/server/services/app-sessions/attempt-throttle";
import { recordEvent } from "@/server/services/audit/record-event";
import { requireGoodPassword } from "@/server/services/members/require-good-password";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ChangePasswordInput } from "@/shared/schemas/member";
import { Secret } from "@/shared/secret";

/**
 * Changes the person's own password and ends their other app sessions. Needs the current one: a wrong one is
 * recorded and throws AUTH_INVALID_CREDENTIALS, too many AUTH_RATE_LIMITED; a new one that is not good enough
 * VALIDATION_INVALID_INPUT; API_CONFLICT if it was changed elsewhere in the meantime.
 */
export async function changePassword(
  ctx: ServiceContext,
  input: ChangePasswordInput,
): Promise<{ ended: number }> {
  const { userId, email, displayName, appSessionId } = permit(ctx, "use_own_account");
  requireGoodPassword(ctx, input.newPassword, [email, displayName], "newPassword");
  const counters = [confirmationCounter(ctx, userId)];
  await takeAttempt(ctx, counters);
  const before = (await ctx.storage.users.byId(userId))?.passwordHash ?? null;
  if (!(await ctx.passwords.verify(before, new Secret(input.currentPassword)))) {
    await ctx.storage.transaction((tx) =>
      recordEvent(ctx, tx, {
        type: "PASSWORD_CHANGED",
        outcome: "failure",
        targetId: userId,
        details: { reason: "wrong_current_password" },
      }),
    );
    throw new AppError("AUTH_INVALID_CREDENTIALS", "The current password is not right", {
      fields: { currentPassword: "This is not your current password" },
    });
  }
  const passwordHash = await ctx.passwords.hash(new Secret(input.newPassword));
  const now = ctx.clock.now();
  return ctx.storage.transaction(async (tx) => {
    // Writing first holds the row, so that of two changes at once the second sees the first.
    await tx.users.update(userId, { updatedAt: now });
    if ((await tx.users.byId(userId))?.passwordHash !== before) throw new AppError("API_CONFLICT");
    await tx.users.update(userId, { passwordHash });
    await forgetAttempts(tx, counters);
    const ended = await tx.appSessions.revokeAllOf(
      userId,
      now,
      "password_changed",
      appSessionId ?? undefined,
    );
    await recordEvent(ctx, tx, {
      type: "PASSWORD_CHANGED",
      outcome: "success",
      targetId: userId,
      details: { ended },
    });
    return { ended };
  });
}
