import { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { Secret } from "@/shared/secret";

const tokenText = z.string().min(1).max(8192);

/** A success of the token call (protocol sheet 1.2(a)). */
export const tokenReplySchema = z.object({
  access_token: tokenText,
  expires_in: z
    .number()
    .positive()
    .max(10 * 365 * 86_400),
  refresh_token: tokenText.nullish(),
  scope: z.string().max(200).nullish(),
  user_uuid: z.string().min(1).max(64).nullish(),
  read_only_secondary_access_token: tokenText.nullish(),
});
export type TokenReply = z.infer<typeof tokenReplySchema>;

const claimsSchema = z.object({ exp: z.number().positive().max(8_640_000_000_000) });

/** What a refresh has to send besides the refresh token; kept in the session's `extra`. */
export interface RefreshParameters {
  readonly deviceToken: string;
  readonly expiresInSeconds: number;
}

/**
 * The session that a token reply gives. `keptRefreshToken` stays where the reply has none. The end of the
 * session is the access token's `exp`, unverified, else `expires_in` (protocol sheet 4.2).
 */
export function sessionFromReply(
  reply: TokenReply,
  parameters: RefreshParameters,
  now: Date,
  keptRefreshToken: Secret | null,
): BrokerSessionSecrets {
  const expiresAt = expiryOf(reply.access_token) ?? new Date(now.getTime() + reply.expires_in * 1000);
  const readOnly = reply.read_only_secondary_access_token;
  return {
    accessToken: new Secret(reply.access_token),
    readOnlyToken: readOnly ? new Secret(readOnly) : null,
    refreshToken: reply.refresh_token ? new Secret(reply.refresh_token) : keptRefreshToken,
    expiresAt,
    hardExpiresAt: null,
    scope: reply.scope ?? "",
    extra: {
      deviceToken: new Secret(parameters.deviceToken),
      expiresInSeconds: new Secret(String(parameters.expiresInSeconds)),
    },
  };
}

/** Reads back what {@link sessionFromReply} kept for the refresh. Throws STORAGE_READ_ERROR without it. */
export function refreshParametersOf(session: BrokerSessionSecrets): RefreshParameters {
  const { deviceToken, expiresInSeconds: storedSeconds } = session.extra;
  const expiresInSeconds = Number(storedSeconds?.reveal());
  if (deviceToken === undefined || !Number.isSafeInteger(expiresInSeconds)) {
    throw new BrokerError("STORAGE_READ_ERROR", {
      step: "token_refresh",
      safeToRepeat: false,
      countsAgainstLogin: false,
    });
  }
  return { deviceToken: deviceToken.reveal(), expiresInSeconds };
}

/** When an access token ends: its claim `exp`, unverified. Null where it tells none (protocol sheet 4.1). */
export function expiryOf(accessToken: string): Date | null {
  const payload = accessToken.split(".")[1];
  if (payload === undefined) return null;
  try {
    const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    return claims.success ? new Date(claims.data.exp * 1000) : null;
  } catch {
    return null;
  }
}
