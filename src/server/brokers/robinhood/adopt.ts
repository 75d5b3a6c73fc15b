import type { AdoptedSession, BrokerIdentity, ForeignTokens } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { listAccounts } from "@/server/brokers/robinhood/accounts";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { newDeviceToken } from "@/server/brokers/robinhood/device-token";
import { identityOf } from "@/server/brokers/robinhood/identity";
import { patiently } from "@/server/brokers/robinhood/patience";
import { probeSession, refreshSession } from "@/server/brokers/robinhood/session-calls";
import { expiryOf } from "@/server/brokers/robinhood/token-reply";
import { Secret } from "@/shared/secret";

/** A token that tells no end may be near it: it is renewed after half of this, where it can be. */
const soonMs = 10 * 60_000;
/** Without a refresh token only the broker knows: the life that the Python client asks for (protocol sheet 4.2). */
const usualMs = 86_400_000;

/**
 * Takes over tokens that another program was given: the read that the Python client tests its session with
 * (protocol sheet 4.6), then whose accounts they are. The end of the session is the access token's `exp`, else what
 * the file says, else soon.
 */
export async function adoptSession(ctx: RobinhoodContext, tokens: ForeignTokens): Promise<AdoptedSession> {
  const told = sessionOf(ctx, tokens);
  const renewed = await renewedIfOver(ctx, told);
  if (renewed !== null) {
    // The old tokens are spent: nobody else has these.
    const accounts = await patiently(ctx, () => listAccounts(ctx, renewed));
    return { session: renewed, identity: identityOf(null, accounts) };
  }
  const identity = identityOf(null, await listAccounts(ctx, told));
  const readOnlyToken = await confirmed(ctx, told, tokens.readOnlyToken, identity);
  return { session: { ...told, readOnlyToken }, identity };
}

function sessionOf(ctx: RobinhoodContext, tokens: ForeignTokens): BrokerSessionSecrets {
  const { accessToken, refreshToken, expiresInSeconds } = tokens;
  const untoldMs = refreshToken === null ? usualMs : soonMs;
  const expiresAt =
    expiryOf(accessToken.reveal()) ?? tokens.expiresAt ?? new Date(ctx.clock.now().getTime() + untoldMs);
  return {
    accessToken,
    // Left out here, so that the reads are made with the access token.
    readOnlyToken: null,
    refreshToken,
    expiresAt,
    hardExpiresAt: null,
    scope: "",
    extra: {
      deviceToken: tokens.deviceToken ?? newDeviceToken(ctx.random),
      expiresInSeconds: new Secret(String(expiresInSeconds)),
    },
  };
}

/** Null where the session is good as it is; else it with new tokens. */
async function renewedIfOver(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
): Promise<BrokerSessionSecrets | null> {
  try {
    await probeSession(ctx, session);
    return null;
  } catch (error) {
    if (!isOver(error) || session.refreshToken === null) throw error;
    return refreshSession(ctx, session);
  }
}

/** The read-only token if it is good and reads the accounts of the same person; else it is left out. */
async function confirmed(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  readOnlyToken: Secret | null,
  identity: BrokerIdentity,
): Promise<Secret | null> {
  if (readOnlyToken === null) return null;
  try {
    const accounts = await listAccounts(ctx, { ...session, readOnlyToken });
    return identityOf(null, accounts).userId === identity.userId ? readOnlyToken : null;
  } catch (error) {
    if (isOver(error)) return null;
    throw error;
  }
}

function isOver(error: unknown): boolean {
  return error instanceof BrokerError && error.code === "AUTH_SESSION_EXPIRED";
}
