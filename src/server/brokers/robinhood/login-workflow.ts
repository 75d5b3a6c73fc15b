import type { LoginStep } from "@/server/brokers/broker";
import type { BrokerChallenge } from "@/server/brokers/robinhood/challenge-reply";
import { enterWorkflow } from "@/server/brokers/robinhood/identi";
import { showChallenge } from "@/server/brokers/robinhood/login-challenge";
import { ending } from "@/server/brokers/robinhood/login-ending";
import type { LoginRun } from "@/server/brokers/robinhood/login-run";
import { createMachine, viewChallenge } from "@/server/brokers/robinhood/pathfinder";
import { patiently, pause } from "@/server/brokers/robinhood/patience";

/** So many looks for the challenge at pathfinder before identi is asked. */
const pathfinderViews = 3;

/**
 * Looks for the workflow's challenge: at pathfinder, a few times while it is not ready, and at identi where
 * pathfinder does not know the workflow or never shows one (protocol sheet 2.2, recommendation). Takes some
 * seconds at the most; it does not wait for the person.
 */
export async function findChallenge(run: LoginRun, workflowId: string): Promise<LoginStep> {
  const { ctx, login } = run;
  const machineId = await patiently(ctx, () => createMachine(ctx, workflowId, login.grant.deviceToken));
  const challenge = machineId === null ? null : await lookAt(run, machineId);
  return challenge === null
    ? askIdenti(run, workflowId)
    : showChallenge(run, { workflowId, machineId }, challenge);
}

async function lookAt({ ctx }: LoginRun, machineId: string): Promise<BrokerChallenge | null> {
  for (let view = 1; view <= pathfinderViews; view += 1) {
    const challenge = await patiently(ctx, () => viewChallenge(ctx, machineId));
    if (challenge !== null) return challenge;
    if (view < pathfinderViews) await pause(ctx);
  }
  return null;
}

async function askIdenti(run: LoginRun, workflowId: string): Promise<LoginStep> {
  const answer = await patiently(run.ctx, () => enterWorkflow(run.ctx, workflowId));
  if (answer.kind === "challenge")
    return showChallenge(run, { workflowId, machineId: null }, answer.challenge);
  if (answer.kind === "approved") return run.finish(run.login);
  const denied = answer.kind === "ended" && answer.denied;
  throw ending(denied ? "AUTH_CHALLENGE_DENIED" : "AUTH_LOGIN_REFUSED", "identi_enter");
}
