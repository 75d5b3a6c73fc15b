import { detail, type Handler, json, param, type SandboxReply, type SandboxRequest } from "../http/exchange";
import { issueChallenge, settle } from "./challenge";
import type { Challenge, ChallengeType, Workflow } from "./state";
import { timestamp } from "./time-format";
import { challengeOf, flowOf, proceed } from "./workflow";
import type { World } from "./world";

const screens: Record<ChallengeType, { name: string; params: string }> = {
  prompt: { name: "DEVICE_APPROVAL_CHALLENGE", params: "deviceApprovalChallengeScreenParams" },
  sms: { name: "SMS_CHALLENGE", params: "smsChallengeScreenParams" },
  email: { name: "EMAIL_CHALLENGE", params: "emailChallengeScreenParams" },
  app: { name: "APP_CHALLENGE", params: "appChallengeScreenParams" },
};

const actions = [
  "deviceApprovalChallengeAction",
  "smsChallengeAction",
  "emailChallengeAction",
  "appChallengeAction",
];

/** `GET /verification_workflows/polaris_migrated/<workflow>/`: whether this flow is the one to use. */
export function isMigrated(world: World): Handler {
  return (request) => {
    const workflow = world.state.workflows.get(param(request, "workflow"));
    if (workflow === undefined) return detail(404, "Not found.");
    return json(200, { result: flowOf(world, workflow.person) !== "pathfinder" });
  };
}

/** `PATCH /idl/v1/workflow/<workflow>/` (protocol sheet 2.2): enter, proceed, or ask for a text message. */
export function advanceWorkflow(world: World): Handler {
  return (request) => {
    if (request.encoding !== "json") return detail(415, "Unsupported media type in request.");
    const workflow = world.state.workflows.get(param(request, "workflow"));
    if (workflow === undefined || flowOf(world, workflow.person) === "pathfinder")
      return detail(404, "Not found.");
    const action = actionOf(request);
    if (action === "fallback" && workflow.status === "pending") return sendTextInstead(world, workflow);
    if (action === "proceed" && proceed(world, workflow)) return exit("WORKFLOW_STATUS_APPROVED");
    if (workflow.status === "denied") return exit("WORKFLOW_STATUS_DENIED");
    return screen(world, challengeOf(world, workflow));
  };
}

function actionOf(request: SandboxRequest): "enter" | "proceed" | "fallback" {
  for (const name of actions) {
    const action = request.fields[name];
    if (typeof action !== "object" || action === null) continue;
    if ("fallback" in action) return "fallback";
    if ("proceed" in action) return "proceed";
  }
  return "enter";
}

function sendTextInstead(world: World, workflow: Workflow): SandboxReply {
  const current = challengeOf(world, workflow);
  if (current.type === "sms" && current.status === "issued") return screen(world, current);
  if (current.status === "issued") settle(world, current, "replaced");
  return screen(world, issueChallenge(world, workflow.person, "sms", workflow));
}

function exit(status: string): SandboxReply {
  return json(200, { route: { exit: { status } } });
}

/** Enumerations are in capitals here, in lower case in pathfinder. */
function screen(world: World, challenge: Challenge): SandboxReply {
  const { name, params } = screens[challenge.type];
  const content = {
    sheriffChallenge: {
      id: challenge.id,
      type: challenge.type.toUpperCase(),
      status: challenge.status.toUpperCase(),
      remainingRetries: challenge.remainingRetries,
      remainingAttempts: challenge.remainingAttempts,
      expiresAt: timestamp(challenge.expiresAt),
    },
    sheriffFlowId: "login_suv",
    ...(challenge.type === "prompt" ? { fallbackCtaText: "Send text instead" } : {}),
  };
  const blockId = world.random.uuid("block", challenge.id);
  return json(200, { route: { replace: { screen: { name, blockId, [params]: content } } } });
}
