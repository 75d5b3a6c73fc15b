import {
  accountCounter,
  addressCounter,
  deviceCounter,
} from "@/server/services/app-sessions/attempt-counters";
import {
  type Attempt,
  type Counter,
  forgetAttempts,
  returnAttempt,
  takeAttempt,
} from "@/server/services/app-sessions/attempt-throttle";
import { knownDeviceId, rememberDevice } from "@/server/services/app-sessions/known-devices";
import { newToken, tokenHash } from "@/server/services/app-sessions/random-token";
import { recordEvent } from "@/server/services/audit/record-event";
import type { ServiceContext } from "@/server/services/service-context";
import type { UserRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { emailSchema, type SignInInput } from "@/shared/schemas/member";
import { Secret } from "@/shared/secret";

/** People type their password into the wrong field; what does not look like an e-mail is not written down. */
const NOT_AN_EMAIL = "(not an e-mail address)";
const MAX_EMAIL = 254;

export interface SignedIn {
  /** For the cookie only; the database has its hash. */
  readonly sessionToken: Secret;
  readonly deviceCookie: string;
  readonly userId: string;
}

/**
 * Signs a person in: a new app session and its SIGN_IN event. Throws AUTH_RATE_LIMITED, or AUTH_INVALID_CREDENTIALS
 * alike, and after the same work, for an unknown e-mail, a wrong password and a disabled person.
 */
export async function signIn(
  ctx: ServiceContext,
  input: SignInInput & { readonly deviceCookie: string | null },
): Promise<SignedIn> {
  const parsed = emailSchema.safeParse(input.email);
  const email = parsed.success ? parsed.data : input.email.trim().toLowerCase().slice(0, MAX_EMAIL);
  const deviceId = knownDeviceId(ctx, input.deviceCookie, email);
  const own = deviceId === null ? accountCounter(ctx, email) : deviceCounter(ctx, email, deviceId);
  const counters = deviceId === null ? [addressCounter(ctx, "sign_in"), own] : [own];
  const attempt = await takeAttempt(ctx, counters);

  const user = await ctx.storage.users.byEmail(email);
  const matches = await verify(ctx, user?.passwordHash ?? null, input.password, attempt);
  if (user !== null && matches && user.disabledAt === null) {
    const sessionToken = newToken(ctx.random);
    if (await openAppSession(ctx, user, tokenHash(sessionToken), own)) {
      await returnAttempt(ctx, attempt);
      const deviceCookie = rememberDevice(ctx, input.deviceCookie, email);
      return { sessionToken, deviceCookie, userId: user.id };
    }
  }
  const reason = user === null ? "unknown_email" : matches ? "disabled" : "wrong_password";
  await recordFailure(ctx, parsed.success ? email : NOT_AN_EMAIL, user?.id ?? null, reason, attempt);
  throw new AppError("AUTH_INVALID_CREDENTIALS");
}

async function verify(
  ctx: ServiceContext,
  hash: string | null,
  password: string,
  attempt: Attempt,
): Promise<boolean> {
  try {
    return await ctx.passwords.verify(hash, new Secret(password));
  } catch (error) {
    // The server was too busy to check: that is nobody's failure.
    await returnAttempt(ctx, attempt);
    throw error;
  }
}

/** False when the person was disabled or got another password while this one was being checked. */
async function openAppSession(
  ctx: ServiceContext,
  checked: UserRecord,
  id: string,
  own: Counter,
): Promise<boolean> {
  const now = ctx.clock.now();
  return ctx.storage.transaction(async (tx) => {
    // Holds the person's row: a password change or a disabling at this moment comes wholly before or after.
    await tx.users.update(checked.id, { updatedAt: checked.updatedAt });
    const user = await tx.users.byId(checked.id);
    if (user?.passwordHash !== checked.passwordHash || user.disabledAt !== null) return false;
    await tx.appSessions.create({
      id,
      userId: user.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + ctx.settings.appSessionMaxSeconds * 1000),
      ipAddress: ctx.request.ipAddress,
      userAgent: ctx.request.userAgent,
      revokedAt: null,
      revokedReason: null,
    });
    await forgetAttempts(tx, [own]);
    const { email, displayName, roles, isOwner } = user;
    const actor = {
      type: "user",
      userId: user.id,
      email,
      displayName,
      roles,
      isOwner,
      appSessionId: id,
    } as const;
    await recordEvent({ ...ctx, actor }, tx, {
      type: "SIGN_IN",
      outcome: "success",
      targetId: user.id,
      details: { knownBrowser: own.by === "device" },
    });
    return true;
  });
}

async function recordFailure(
  ctx: ServiceContext,
  claimed: string,
  userId: string | null,
  reason: string,
  { block }: Attempt,
): Promise<void> {
  const common = { targetId: userId, sessionId: null, user: claimed };
  const nobody = { ...ctx, actor: { type: "anonymous" } } as const;
  await ctx.storage.transaction(async (tx) => {
    await recordEvent(nobody, tx, {
      ...common,
      type: "SIGN_IN_FAILED",
      outcome: "failure",
      details: { reason },
    });
    // Once for each wait, not for each request that it turns away.
    if (block !== null) {
      await recordEvent(nobody, tx, {
        ...common,
        type: "SIGN_IN_THROTTLED",
        outcome: "denied",
        details: block,
      });
    }
  });
}
