import {
  detail,
  type Handler,
  json,
  param,
  type SandboxReply,
  type SandboxRequest,
  textField,
} from "../http/exchange";
import type { Challenge, Machine, Workflow } from "./state";
import { easternTimestamp } from "./time-format";
import { challengeOf, flowOf, proceed } from "./workflow";
import { newId, type World } from "./world";

/** `POST /pathfinder/user_machine/` (protocol sheet 2.1, step 1): gives the id that the inquiries go by. */
export function createMachine(world: World): Handler {
  return (request) => {
    const refusal = refuseUnlessJson(request);
    if (refusal !== null) return refusal;
    const input = request.fields["input"];
    const id =
      typeof input === "object" && input !== null && "workflow_id" in input ? input.workflow_id : null;
    const workflow = typeof id === "string" ? world.state.workflows.get(id) : undefined;
    if (textField(request.fields, "flow") !== "suv" || workflow === undefined)
      return detail(404, "Not found.");
    const machine: Machine = {
      id: newId(world, "machine"),
      workflowId: workflow.id,
      deviceId: textField(request.fields, "device_id"),
    };
    world.state.machines.set(machine.id, machine);
    return json(200, { id: machine.id });
  };
}

/** `GET /pathfinder/inquiries/<machine>/user_view/` (step 2): the page with the challenge. */
export function viewMachine(world: World): Handler {
  return (request) => {
    const found = findMachine(world, request);
    return found === null
      ? detail(404, "Not found.")
      : json(200, pageOf(world, found.machine, found.workflow));
  };
}

/** `POST` to the same address (step 4): approved once the challenge is answered, else the page again. */
export function continueMachine(world: World): Handler {
  return (request) => {
    const refusal = refuseUnlessJson(request);
    if (refusal !== null) return refusal;
    const found = findMachine(world, request);
    if (found === null) return detail(404, "Not found.");
    const { machine, workflow } = found;
    if (!seesChallenge(world, machine, workflow) || !proceed(world, workflow)) {
      return json(200, pageOf(world, machine, workflow));
    }
    return json(200, {
      page: null,
      context: null,
      type: "result",
      type_context: { result: "workflow_status_approved", result_type: "security.verification-result" },
      sequence: 0,
      state_name: "Challenge",
      prev_state_name: "Challenge",
      polling_interval: null,
      renderable_platforms: null,
      http_status: null,
      should_replace_current_page: false,
      toast: null,
      locality: "US",
    });
  };
}

function refuseUnlessJson(request: SandboxRequest): SandboxReply | null {
  if (request.encoding === "json" || request.encoding === "none") return null;
  const type = request.headers["content-type"] ?? "";
  return detail(415, `Unsupported media type "${type}" in request.`);
}

function findMachine(world: World, request: SandboxRequest): { machine: Machine; workflow: Workflow } | null {
  const machine = world.state.machines.get(param(request, "machine"));
  const workflow = world.state.workflows.get(machine?.workflowId ?? "");
  return machine === undefined || workflow === undefined ? null : { machine, workflow };
}

/** False where this interface shows no challenge: identi only, another device, or a page of its own. */
function seesChallenge(world: World, machine: Machine, workflow: Workflow): boolean {
  const knobs = world.knobs.for(workflow.person);
  if (flowOf(world, workflow.person) === "identi" || knobs.workflowErrorPage) return false;
  return !knobs.bindApprovalToDevice || machine.deviceId === workflow.deviceToken;
}

function pageOf(world: World, machine: Machine, workflow: Workflow): Record<string, unknown> {
  const knobs = world.knobs.for(workflow.person);
  workflow.views += 1;
  if (knobs.workflowErrorPage) return page("ErrorPage", errorContext);
  const ready = seesChallenge(world, machine, workflow) && workflow.views > knobs.viewsBeforeChallenge;
  const shown = ready ? { sheriff_challenge: sheriffChallenge(challengeOf(world, workflow)) } : {};
  return page("ChallengePage", {
    initial_alert: null,
    sheriff_flow_id: "login_suv",
    fallback_cta_text: "Send text instead",
    ...shown,
    verification_workflow_id: workflow.id,
  });
}

const errorContext = {
  heading: { text: "We can't verify it's you right now" },
  body: { text: "Please try again later." },
};

function sheriffChallenge(challenge: Challenge): Record<string, unknown> {
  return {
    id: challenge.id,
    type: challenge.type,
    status: challenge.status,
    expires_at: easternTimestamp(challenge.expiresAt),
    remaining_retries: challenge.remainingRetries,
    remaining_attempts: challenge.remainingAttempts,
  };
}

/** Clients look for the context in two places, so it stands in both. */
function page(name: string, context: Record<string, unknown>): Record<string, unknown> {
  return {
    page: name,
    context,
    type: "page",
    type_context: { page: name, context },
    sequence: 0,
    state_name: "Challenge",
    prev_state_name: "EntryPoint",
    polling_interval: null,
    renderable_platforms: { android: "all", iOS: "all", web: "all" },
    http_status: 200,
    should_replace_current_page: false,
    toast: null,
    locality: "US",
  };
}
