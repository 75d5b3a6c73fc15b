import type { LoginStep } from "@/server/brokers/broker";
import { enterWorkflow } from "@/server/brokers/robinhood/identi";
import { showChallenge } from "@/server/brokers/robinhood/login-challenge";
import { ending } from "@/server/brokers/robinhood/login-ending";
import type { LoginRun } from "@/server/brokers/robinhood/login-run";
import type { LoginPhase } from "@/server/brokers/robinhood/login-state";
import { waiting } from "@/server/brokers/robinhood/login-view";
import { createMachine, viewChallenge } from "@/server/brokers/robinhood/pathfinder";

type WorkflowPhase = Extract<LoginPhase, { kind: "workflow" }>;

/**
 * Looks for the workflow's challenge: at pathfinder, a few times while it is not ready, and at identi where
 * pathfinder does not know the workflow or never shows one (protocol sheet 2.2, recommendation).
 */
export async function findChallenge(run: LoginRun, phase: WorkflowPhase): Promise<LoginStep> {
  const { ctx, login } = run;
  const machineId = phase.machineId ?? (await createMachine(ctx, phase.workflowId, login.grant.deviceToken));
  if (machineId === null || phase.viewsLeft === 0) return askIdenti(run, phase.workflowId);
  const challenge = await viewChallenge(ctx, machineId);
  if (challenge !== null) return showChallenge(run, { workflowId: phase.workflowId, machineId }, challenge);
  return waiting(login, { ...phase, machineId, viewsLeft: phase.viewsLeft - 1 });
}

async function askIdenti(run: LoginRun, workflowId: string): Promise<LoginStep> {
  const answer = await enterWorkflow(run.ctx, workflowId);
  if (answer.kind === "challenge")
    return showChallenge(run, { workflowId, machineId: null }, answer.challenge);
  if (answer.kind === "approved") return run.finish({}, run.login);
  if (answer.kind === "ended" && answer.denied) throw ending("AUTH_CHALLENGE_DENIED", "identi_enter");
  throw ending("AUTH_LOGIN_REFUSED", "identi_enter");
}
