import { z } from "zod";
import { exchange, type RobinhoodCall, readReply } from "@/server/brokers/robinhood/call";
import { type BrokerChallenge, identiChallengeSchema } from "@/server/brokers/robinhood/challenge-reply";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";

/**
 * The screen of each kind of challenge. Those of prompt and text message are documented (protocol sheet 2.2);
 * the other two follow their pattern.
 */
const screens = {
  prompt: { name: "DEVICE_APPROVAL_CHALLENGE", action: "deviceApprovalChallengeAction" },
  sms: { name: "SMS_CHALLENGE", action: "smsChallengeAction" },
  email: { name: "EMAIL_CHALLENGE", action: "emailChallengeAction" },
  app: { name: "APP_CHALLENGE", action: "appChallengeAction" },
} as const;

const paramsSchema = z.object({ sheriffChallenge: identiChallengeSchema }).optional();

const replySchema = z.object({
  route: z.object({
    replace: z
      .object({
        screen: z.object({
          name: z.string().max(100),
          deviceApprovalChallengeScreenParams: paramsSchema,
          smsChallengeScreenParams: paramsSchema,
          emailChallengeScreenParams: paramsSchema,
          appChallengeScreenParams: paramsSchema,
        }),
      })
      .optional(),
    exit: z.object({ status: z.string().max(100) }).optional(),
  }),
});

export type IdentiAnswer =
  | { readonly kind: "challenge"; readonly challenge: BrokerChallenge }
  | { readonly kind: "approved" }
  /** It ended without approval. */
  | { readonly kind: "ended"; readonly denied: boolean }
  /** A screen without a challenge. */
  | { readonly kind: "nothing" }
  /** This interface does not know the workflow. */
  | { readonly kind: "unknown" };

type ChallengeType = BrokerChallenge["type"];

/** Asks which challenge the workflow has. */
export function enterWorkflow(ctx: RobinhoodContext, workflowId: string): Promise<IdentiAnswer> {
  return advance(ctx, workflowId, "identi_enter", true, { entryPointAction: {} });
}

/** Goes on after the challenge was answered. */
export function proceedWorkflow(
  ctx: RobinhoodContext,
  workflowId: string,
  type: ChallengeType,
): Promise<IdentiAnswer> {
  const { name, action } = screens[type];
  return advance(ctx, workflowId, "identi_proceed", true, { screenName: name, [action]: { proceed: {} } });
}

/** 'Send a text instead' of the prompt. Not repeated: each one may send a message. */
export function requestText(ctx: RobinhoodContext, workflowId: string): Promise<IdentiAnswer> {
  const { name, action } = screens.prompt;
  return advance(ctx, workflowId, "identi_fallback", false, { screenName: name, [action]: { fallback: {} } });
}

async function advance(
  ctx: RobinhoodContext,
  workflowId: string,
  step: string,
  safeToRepeat: boolean,
  action: Readonly<Record<string, unknown>>,
): Promise<IdentiAnswer> {
  const call: RobinhoodCall = {
    method: "PATCH",
    url: `${ctx.endpoints.identiUrl}/idl/v1/workflow/${encodeURIComponent(workflowId)}/`,
    route: "/idl/v1/workflow/:workflow/",
    step,
    purpose: "login",
    safeToRepeat,
    json: { clientVersion: "1.0.0", id: workflowId, ...action },
  };
  const reply = await exchange(ctx, call);
  if (reply.status === 404) return { kind: "unknown" };
  const { route } = readReply(ctx, call, reply, replySchema);
  if (route.exit?.status === "WORKFLOW_STATUS_APPROVED") return { kind: "approved" };
  if (route.exit !== undefined)
    return { kind: "ended", denied: route.exit.status === "WORKFLOW_STATUS_DENIED" };
  const challenge = challengeOn(route.replace?.screen);
  return challenge === null ? { kind: "nothing" } : { kind: "challenge", challenge };
}

type Screen = NonNullable<z.infer<typeof replySchema>["route"]["replace"]>["screen"];

function challengeOn(screen: Screen | undefined): BrokerChallenge | null {
  const shown = {
    prompt: screen?.deviceApprovalChallengeScreenParams,
    sms: screen?.smsChallengeScreenParams,
    email: screen?.emailChallengeScreenParams,
    app: screen?.appChallengeScreenParams,
  } as const;
  for (const type of ["prompt", "sms", "email", "app"] as const) {
    const challenge = shown[type]?.sheriffChallenge;
    // One recording of the text message screen has no more than the id.
    if (challenge !== undefined) return { ...challenge, type: challenge.type ?? type };
  }
  return null;
}
