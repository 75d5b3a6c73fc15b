import { addressCounter } from "@/server/services/app-sessions/attempt-counters";
import {
  type Attempt,
  returnAttempt,
  type ThrottleRule,
  takeAttempt,
} from "@/server/services/app-sessions/attempt-throttle";
import { recordEvent } from "@/server/services/audit/record-event";
import { requireGoodPassword } from "@/server/services/members/require-good-password";
import type { ServiceContext } from "@/server/services/service-context";
import { setupCodeHash } from "@/server/services/setup/setup-code";
import { AppError } from "@/shared/app-error";
import { ROLES } from "@/shared/permissions";
import type { CompleteSetupInput } from "@/shared/schemas/member";
import { Secret } from "@/shared/secret";

const SETUP_RULE: ThrottleRule = {
  freeAttempts: 5,
  windowMs: 15 * 60_000,
  firstWaitMs: 60_000,
  maxWaitMs: 60 * 60_000,
};

/**
 * Makes the owner, once, for whoever has the code from the console. Throws AUTH_SETUP_CODE_INVALID for a wrong
 * code and when setup is done already, AUTH_RATE_LIMITED after five wrong ones from an address,
 * VALIDATION_INVALID_INPUT for a password that is not good enough. Refusals are recorded.
 */
export async function completeSetup(
  ctx: ServiceContext,
  input: CompleteSetupInput,
): Promise<{ email: string }> {
  const attempt = await takeAttempt(ctx, [addressCounter(ctx, "setup", SETUP_RULE)]);
  const codeHash = setupCodeHash(ctx.cipher, input.code);
  const install = await ctx.storage.install.get();
  if (install.setupCompletedAt !== null) throw await refusal(ctx, attempt, "already_completed");
  if (install.setupCodeHash !== codeHash) throw await refusal(ctx, attempt, "wrong_code");
  await returnAttempt(ctx, attempt);

  requireGoodPassword(ctx, input.password, [input.email, input.displayName]);
  const passwordHash = await ctx.passwords.hash(new Secret(input.password));
  const userId = ctx.random.uuid();
  const now = ctx.clock.now();
  const isFirst = await ctx.storage.transaction(async (tx) => {
    if (!(await tx.install.completeSetup(codeHash, now))) return false;
    await tx.users.create({
      id: userId,
      email: input.email,
      displayName: input.displayName,
      passwordHash,
      roles: ROLES,
      isOwner: true,
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
    });
    await recordEvent(ctx, tx, {
      type: "SETUP_COMPLETED",
      outcome: "success",
      targetId: userId,
      user: input.email,
    });
    return true;
  });
  if (!isFirst) throw await refusal(ctx, attempt, "already_completed");
  return { email: input.email };
}

async function refusal(ctx: ServiceContext, { block }: Attempt, reason: string): Promise<AppError> {
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "SETUP_REFUSED",
      outcome: "denied",
      details: { reason, waitSeconds: block?.seconds ?? 0 },
    }),
  );
  return new AppError("AUTH_SETUP_CODE_INVALID");
}
