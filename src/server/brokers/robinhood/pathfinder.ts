import { z } from "zod";
import { exchange, type RobinhoodCall, readReply, request } from "@/server/brokers/robinhood/call";
import { type BrokerChallenge, challengeReplySchema } from "@/server/brokers/robinhood/challenge-reply";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";

const machineSchema = z.object({ id: z.string().min(1).max(128) });

const contextSchema = z.object({ sheriff_challenge: challengeReplySchema.nullish() }).nullish();

/** Clients read the challenge from either place, so either is enough (protocol sheet 2.1, step 2). */
const viewSchema = z.object({
  context: contextSchema,
  type_context: z.object({ context: contextSchema }).nullish(),
});

const continueSchema = z.object({
  type_context: z.object({ result: z.string().max(100).nullish() }).nullish(),
  verification_workflow: z.object({ workflow_status: z.string().max(100) }).nullish(),
});

const approved = "workflow_status_approved";

/** Step 1: the machine that shows a workflow; null where pathfinder does not know it. */
export async function createMachine(
  ctx: RobinhoodContext,
  workflowId: string,
  deviceToken: string,
): Promise<string | null> {
  const call: RobinhoodCall = {
    method: "POST",
    url: `${ctx.endpoints.apiUrl}/pathfinder/user_machine/`,
    route: "/pathfinder/user_machine/",
    step: "workflow_machine",
    purpose: "login",
    // A second machine for the same workflow does no harm.
    safeToRepeat: true,
    json: { device_id: deviceToken, flow: "suv", input: { workflow_id: workflowId } },
  };
  const reply = await exchange(ctx, call);
  return reply.status === 404 ? null : readReply(ctx, call, reply, machineSchema).id;
}

/** Step 2: the challenge of the workflow, or null while the broker has not made it yet. */
export async function viewChallenge(
  ctx: RobinhoodContext,
  machineId: string,
): Promise<BrokerChallenge | null> {
  const call: RobinhoodCall = {
    ...viewCall(ctx, machineId),
    method: "GET",
    step: "workflow_view",
  };
  const view = await request(ctx, call, viewSchema);
  return view.context?.sheriff_challenge ?? view.type_context?.context?.sheriff_challenge ?? null;
}

/** Step 4: true once the workflow is approved; false while the broker still shows a page. */
export async function continueMachine(ctx: RobinhoodContext, machineId: string): Promise<boolean> {
  const call: RobinhoodCall = {
    ...viewCall(ctx, machineId),
    method: "POST",
    step: "workflow_continue",
    json: { sequence: 0, user_input: { status: "continue" } },
  };
  const reply = await request(ctx, call, continueSchema);
  return reply.type_context?.result === approved || reply.verification_workflow?.workflow_status === approved;
}

/** Continuing an approved workflow gives the same answer again, so both calls may be repeated. */
function viewCall(ctx: RobinhoodContext, machineId: string) {
  return {
    url: `${ctx.endpoints.apiUrl}/pathfinder/inquiries/${encodeURIComponent(machineId)}/user_view/`,
    route: "/pathfinder/inquiries/:machine/user_view/",
    purpose: "login",
    safeToRepeat: true,
  } as const;
}
