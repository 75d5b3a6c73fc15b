import { json, type SandboxReply } from "../http/exchange";
import { aged, issueChallenge } from "./challenge";
import { type Person, personByKey } from "./people";
import type { Challenge, ChallengeType, Workflow } from "./state";
import { newId, type World } from "./world";

const keptWorkflows = 500;

/** How the person's new devices are approved now: their own way, unless a knob says otherwise. */
export function approvalOf(world: World, person: Person): Person["approval"] {
  const knob = world.knobs.for(person.key).approval;
  return knob === "person" ? person.approval : knob;
}

export function flowOf(world: World, person: string): Person["flow"] {
  const knob = world.knobs.for(person).flow;
  return knob === "person" ? (personByKey(person)?.flow ?? "both") : knob;
}

/** The workflow of a login attempt: the pending one of the same `request_id`, else a new one. */
export function openWorkflow(
  world: World,
  person: string,
  deviceToken: string,
  requestId: string | null,
): Workflow {
  for (const workflow of world.state.workflows.values()) {
    const same = workflow.person === person && workflow.deviceToken === deviceToken;
    if (same && requestId !== null && workflow.requestId === requestId && workflow.status === "pending") {
      return workflow;
    }
  }
  const workflow: Workflow = {
    id: newId(world, "workflow"),
    person,
    deviceToken,
    requestId,
    status: "pending",
    challengeId: null,
    views: 0,
  };
  world.state.workflows.set(workflow.id, workflow);
  const [oldest] = world.state.workflows.keys();
  if (oldest !== undefined && world.state.workflows.size > keptWorkflows)
    world.state.workflows.delete(oldest);
  return workflow;
}

/** Uses up an approval that the person gave to this device; false where there is none. */
export function consumeApproval(world: World, person: string, deviceToken: string): boolean {
  for (const workflow of world.state.workflows.values()) {
    const same = workflow.person === person && workflow.deviceToken === deviceToken;
    if (same && workflow.status === "approved") {
      workflow.status = "consumed";
      return true;
    }
  }
  return false;
}

/** The workflow's challenge, made when it is first looked at. */
export function challengeOf(world: World, workflow: Workflow): Challenge {
  const held = world.state.challenges.get(workflow.challengeId ?? "");
  if (held !== undefined) return aged(world, held);
  const person = personByKey(workflow.person);
  const approval = person === null ? "prompt" : approvalOf(world, person);
  return issueChallenge(world, workflow.person, challengeTypeOf(approval), workflow);
}

function challengeTypeOf(approval: Person["approval"]): ChallengeType {
  return approval === "sms" || approval === "email" || approval === "app" ? approval : "prompt";
}

/** Approves the workflow if its challenge was answered; true where it is approved. */
export function proceed(world: World, workflow: Workflow): boolean {
  if (workflow.status !== "pending") return workflow.status !== "denied";
  if (challengeOf(world, workflow).status !== "validated") return false;
  workflow.status = "approved";
  return true;
}

/** A new device must be approved: status 403 (protocol sheet 1.2(b)). */
export function workflowReply(workflow: Workflow): SandboxReply {
  return json(403, {
    verification_workflow: { id: workflow.id, workflow_status: "workflow_status_internal_pending" },
  });
}
