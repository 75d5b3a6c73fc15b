import { z } from "zod";
import { exchange, type RobinhoodCall, readReply } from "@/server/brokers/robinhood/call";
import { type BrokerChallenge, challengeReplySchema } from "@/server/brokers/robinhood/challenge-reply";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { ROBINHOOD_CLIENT_ID } from "@/server/brokers/robinhood/endpoints";
import { type TokenReply, tokenReplySchema } from "@/server/brokers/robinhood/token-reply";

/** Longer sessions than a day ask for `long_session` too, as the web front end's 'keep me logged in' does. */
const shortSessionSeconds = 86_400;

export const passwordGrantSchema = z.object({
  username: z.string().min(1).max(254),
  password: z.string().min(1).max(2048),
  deviceToken: z.string().min(1).max(64),
  /** Made once for a login and sent again unchanged after the approval. */
  requestId: z.string().min(1).max(64),
  expiresInSeconds: z.number().int().positive(),
  scope: z.string().min(1).max(200),
});
export type PasswordGrant = z.infer<typeof passwordGrantSchema>;

export type TokenAnswer =
  | { readonly kind: "session"; readonly reply: TokenReply }
  | { readonly kind: "workflow"; readonly workflowId: string }
  | { readonly kind: "mfa_required"; readonly type: "app" | "sms" }
  | { readonly kind: "challenge"; readonly challenge: BrokerChallenge };

/** Proof that goes along with a repeated request in the two older flows (protocol sheet 3). */
export interface TokenProof {
  readonly mfaCode?: string;
  readonly challengeId?: string;
}

const workflowSchema = z.object({
  verification_workflow: z.object({ id: z.string().min(1).max(128) }),
});
const mfaRequiredSchema = z.object({ mfa_required: z.literal(true), mfa_type: z.enum(["app", "sms"]) });
const legacyChallengeSchema = z.object({ challenge: challengeReplySchema });

/**
 * Sends the password once (protocol sheet 1.1) and tells what the broker answered. The status of an approval
 * workflow differs between recordings, so these answers are known by their body.
 */
export async function requestToken(
  ctx: RobinhoodContext,
  grant: PasswordGrant,
  proof: TokenProof = {},
): Promise<TokenAnswer> {
  const call: RobinhoodCall = {
    ...tokenCall(ctx),
    step: "token",
    purpose: "password_login",
    form: {
      client_id: ROBINHOOD_CLIENT_ID,
      expires_in: String(grant.expiresInSeconds),
      grant_type: "password",
      password: grant.password,
      scope: grant.scope,
      username: grant.username,
      device_token: grant.deviceToken,
      try_passkeys: "false",
      token_request_path: "/login",
      create_read_only_secondary_token: "true",
      request_id: grant.requestId,
      long_session: String(grant.expiresInSeconds > shortSessionSeconds),
      ...(proof.mfaCode === undefined ? {} : { mfa_code: proof.mfaCode }),
    },
    headers:
      proof.challengeId === undefined ? {} : { "x-robinhood-challenge-response-id": proof.challengeId },
  };
  const reply = await exchange(ctx, call);
  const workflow = workflowSchema.safeParse(reply.json);
  if (workflow.success) return { kind: "workflow", workflowId: workflow.data.verification_workflow.id };
  const mfa = mfaRequiredSchema.safeParse(reply.json);
  if (mfa.success) return { kind: "mfa_required", type: mfa.data.mfa_type };
  const challenge = legacyChallengeSchema.safeParse(reply.json);
  if (challenge.success) return { kind: "challenge", challenge: challenge.data.challenge };
  return { kind: "session", reply: readReply(ctx, call, reply, tokenReplySchema) };
}

/** The answer to a refresh: a new token, or the device approval that says the refresh token is dead. */
export type RefreshAnswer =
  | Extract<TokenAnswer, { kind: "session" | "workflow" }>
  | { readonly kind: "dead" };

const invalidGrantSchema = z.object({ error: z.literal("invalid_grant") });

/** Spends a refresh token (protocol sheet 4.3). Never repeated: the broker may have rotated it already. */
export async function requestRefresh(
  ctx: RobinhoodContext,
  refresh: { refreshToken: string; deviceToken: string; expiresInSeconds: number; scope: string },
): Promise<RefreshAnswer> {
  const call: RobinhoodCall = {
    ...tokenCall(ctx),
    step: "token_refresh",
    purpose: "login",
    form: {
      client_id: ROBINHOOD_CLIENT_ID,
      expires_in: String(refresh.expiresInSeconds),
      grant_type: "refresh_token",
      refresh_token: refresh.refreshToken,
      scope: refresh.scope,
      device_token: refresh.deviceToken,
      create_read_only_secondary_token: "true",
    },
  };
  const reply = await exchange(ctx, call);
  const workflow = workflowSchema.safeParse(reply.json);
  if (workflow.success) return { kind: "workflow", workflowId: workflow.data.verification_workflow.id };
  // The body of a dead refresh token is not known for sure; a 401 has no other meaning here.
  if (reply.status === 401 || invalidGrantSchema.safeParse(reply.json).success) return { kind: "dead" };
  return { kind: "session", reply: readReply(ctx, call, reply, tokenReplySchema) };
}

function tokenCall(ctx: RobinhoodContext) {
  return {
    method: "POST",
    url: `${ctx.endpoints.apiUrl}/oauth2/token/`,
    route: "/oauth2/token/",
    safeToRepeat: false,
  } as const;
}
