import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import type { BrokerType } from "@/shared/schemas/broker";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

/** A supervisor that starts a bot again and again gets one try a day: no account is locked by that. */
const HELD_MS = 24 * 3_600_000;

const REFUSED: readonly ErrorCode[] = ["AUTH_INVALID_CREDENTIALS", "AUTH_CODE_REJECTED"];

/**
 * What the broker refused is not sent again by a program on its own: two or three refusals lock the account (decision
 * of the product, protocol sheet 1.4). Only a keyed hash is kept, beside the times of the login guard. Throws
 * AUTH_INVALID_CREDENTIALS where these very credentials were refused.
 */
export async function requireUnrefused(
  ctx: ServiceContext,
  broker: BrokerType,
  settings: HeadlessSettings,
): Promise<void> {
  const refused = await ctx.storage.loginGuards.get(keyOf(ctx, broker, settings));
  if (refused === null || refused.notBefore <= ctx.clock.now()) return;
  throw new AppError(
    "AUTH_INVALID_CREDENTIALS",
    `The broker refused these credentials at ${refused.updatedAt.toISOString()}; the same are not sent again`,
  );
}

/** Remembers that the broker refused these credentials, if that is what the code says. */
export async function noteRefused(
  ctx: ServiceContext,
  broker: BrokerType,
  settings: HeadlessSettings,
  code: ErrorCode,
): Promise<void> {
  if (!REFUSED.includes(code)) return;
  const now = ctx.clock.now();
  await ctx.storage.loginGuards.put({
    key: keyOf(ctx, broker, settings),
    failures: 1,
    notBefore: new Date(now.getTime() + HELD_MS),
    updatedAt: now,
  });
}

function keyOf(ctx: ServiceContext, broker: BrokerType, settings: HeadlessSettings): string {
  const { username, password, mfaSecret, oneTimeCode } = settings;
  const values = [username, password, mfaSecret, oneTimeCode].map((value) => value?.reveal() ?? "");
  return ctx.cipher.fingerprint("refused-credentials", JSON.stringify([broker, ...values]));
}
