import { z } from "zod";
import { exchange, type RobinhoodCall, readReply, request } from "@/server/brokers/robinhood/call";
import { challengeReplySchema } from "@/server/brokers/robinhood/challenge-reply";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { detailOf } from "@/server/brokers/robinhood/error-mapping";

const promptStatusSchema = z.object({ challenge_status: z.string().max(40) });

/** Whether the person has answered a prompt: `issued`, `validated` or an ending (protocol sheet 2.1, step 3b). */
export async function readPromptStatus(ctx: RobinhoodContext, challengeId: string): Promise<string> {
  const call: RobinhoodCall = {
    method: "GET",
    url: `${ctx.endpoints.apiUrl}/push/${encodeURIComponent(challengeId)}/get_prompts_status/`,
    route: "/push/:challenge/get_prompts_status/",
    step: "push_status",
    purpose: "login",
    safeToRepeat: true,
  };
  return (await request(ctx, call, promptStatusSchema)).challenge_status;
}

/** What became of a code. `attemptsLeft` is null where the broker does not say. */
export interface CodeAnswer {
  readonly accepted: boolean;
  readonly status: string;
  readonly attemptsLeft: number | null;
}

const wrongCodeSchema = z.object({ challenge: challengeReplySchema.nullish() });

/** The body of a wrong code, whole (protocol sheet 2.1, step 3a); recorded with 400 and with 401. */
const wrongCodeDetail = "Challenge response is invalid.";

/** Sends a code once. A wrong one is an answer; other refusals are thrown. Never repeated by itself. */
export async function respond(ctx: RobinhoodContext, challengeId: string, code: string): Promise<CodeAnswer> {
  const call: RobinhoodCall = {
    method: "POST",
    url: `${ctx.endpoints.apiUrl}/challenge/${encodeURIComponent(challengeId)}/respond/`,
    route: "/challenge/:challenge/respond/",
    step: "challenge_respond",
    purpose: "login",
    safeToRepeat: false,
    form: { response: code },
  };
  const reply = await exchange(ctx, call);
  if (detailOf(reply.json) === wrongCodeDetail) {
    const { challenge } = wrongCodeSchema.catch({}).parse(reply.json);
    return {
      accepted: false,
      status: challenge?.status ?? "issued",
      attemptsLeft: challenge?.attemptsLeft ?? null,
    };
  }
  const challenge = readReply(ctx, call, reply, challengeReplySchema);
  return {
    accepted: challenge.status === "validated",
    status: challenge.status,
    attemptsLeft: challenge.attemptsLeft,
  };
}
