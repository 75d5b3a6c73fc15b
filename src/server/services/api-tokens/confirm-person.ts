import { confirmationCounter } from "@/server/services/app-sessions/attempt-counters";
import { returnAttempt, takeAttempt } from "@/server/services/app-sessions/attempt-throttle";
import { recordEvent } from "@/server/services/audit/record-event";
import type { UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { AuditEventType } from "@/shared/audit-events";
import { Secret } from "@/shared/secret";

/**
 * Has the person prove again who they are, with their Wheelhouse password: a token outlives the app session, which
 * somebody may have borrowed. At a terminal there is no such session, and whoever sits there holds the key. Throws
 * VALIDATION_INVALID_INPUT for `confirmPassword`, recorded as a failure of the act, and AUTH_RATE_LIMITED.
 */
export async function confirmPerson(
  ctx: ServiceContext,
  actor: UserActor,
  act: {
    readonly password: string | undefined;
    readonly type: AuditEventType;
    readonly targetId: string | null;
  },
): Promise<void> {
  if (actor.appSessionId === null) return;
  const attempt = await takeAttempt(ctx, [confirmationCounter(ctx, actor.userId)]);
  const user = await ctx.storage.users.byId(actor.userId);
  if (await ctx.passwords.verify(user?.passwordHash ?? null, new Secret(act.password ?? ""))) {
    await returnAttempt(ctx, attempt);
    return;
  }
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: act.type,
      outcome: "failure",
      targetId: act.targetId,
      details: { reason: "wrong_password" },
    }),
  );
  throw new AppError("VALIDATION_INVALID_INPUT", "Confirm with your Wheelhouse password", {
    fields: { confirmPassword: "This is not your Wheelhouse password" },
  });
}
