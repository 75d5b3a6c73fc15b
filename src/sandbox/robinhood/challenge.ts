import { generateSync } from "otplib";
import { detail, type Handler, json, param, type SandboxReply, textField } from "../http/exchange";
import type { ChallengeFaultKind } from "../http/faults";
import { personByKey } from "./people";
import type { Challenge, ChallengeType, Workflow } from "./state";
import { easternTimestamp } from "./time-format";
import { newId, secondsAfter, type World } from "./world";

/** Makes a challenge and, for a text message or e-mail, its code. */
export function issueChallenge(
  world: World,
  person: string,
  type: ChallengeType,
  workflow: Workflow | null,
): Challenge {
  const knobs = world.knobs.for(person);
  const now = world.clock.now();
  const id = newId(world, "challenge");
  const challenge: Challenge = {
    id,
    person,
    workflowId: workflow?.id ?? null,
    type,
    status: "issued",
    code: type === "sms" || type === "email" ? world.random.digits(6, "code", id) : null,
    issuedAt: now,
    deliveredAt: secondsAfter(now, knobs.codeDelaySeconds),
    expiresAt: secondsAfter(now, knobs.challengeLifeSeconds),
    updatedAt: now,
    // A recorded prompt had one attempt and three retries.
    remainingAttempts: type === "prompt" ? 1 : knobs.codeAttempts,
    remainingRetries: 3,
    polls: [],
  };
  world.state.challenges.set(id, challenge);
  if (workflow !== null) workflow.challengeId = id;
  return challenge;
}

/** Settles what the passing of time did to a challenge, then gives it. */
export function aged(world: World, challenge: Challenge): Challenge {
  if (challenge.status === "issued" && world.clock.now() >= challenge.expiresAt) {
    settle(world, challenge, "expired");
  }
  return challenge;
}

/** Ends a challenge one way or the other; a denied prompt ends its workflow too. */
export function settle(world: World, challenge: Challenge, status: Challenge["status"]): void {
  challenge.status = status;
  challenge.updatedAt = world.clock.now();
  if (status === "validated") {
    challenge.remainingAttempts = 0;
    challenge.remainingRetries = 0;
  }
  const workflow = world.state.workflows.get(challenge.workflowId ?? "");
  if (status === "denied" && workflow !== undefined) workflow.status = "denied";
}

/** True where a fault of this kind is armed for the challenge; it is used up by asking. */
export function struckBy(world: World, kind: ChallengeFaultKind, challenge: Challenge): boolean {
  const target = { method: "*", path: `/challenge/${challenge.id}/`, person: challenge.person, grant: null };
  return world.faults.strike([kind], target) !== null;
}

/** `POST /challenge/<id>/respond/` with `response=<code>`, form or JSON (protocol sheet 2.1, step 3a). */
export function respondToChallenge(world: World): Handler {
  return (request) => {
    const challenge = world.state.challenges.get(param(request, "challenge"));
    if (challenge === undefined) return detail(404, "Not found.");
    const response = textField(request.fields, "response");
    if (response === null || response === "") return json(400, { response: ["This field is required."] });
    if (challenge.type === "prompt") return detail(400, "Challenge type is invalid");
    if (struckBy(world, "late-code", challenge)) settle(world, challenge, "expired");
    if (aged(world, challenge).status === "validated") return json(200, challengeBody(challenge));
    if (challenge.status !== "issued") return invalidResponse(challenge);
    return judge(world, challenge, response.trim());
  };
}

function judge(world: World, challenge: Challenge, response: string): SandboxReply {
  const right = isRightCode(world, challenge.person, challenge.code, response);
  if (right && !struckBy(world, "wrong-code", challenge)) {
    settle(world, challenge, "validated");
    return json(200, challengeBody(challenge));
  }
  challenge.remainingAttempts -= 1;
  challenge.updatedAt = world.clock.now();
  if (challenge.remainingAttempts === 0) settle(world, challenge, "failed");
  return invalidResponse(challenge);
}

/** Compares with the code that was sent or, without one, with what the person's authenticator app shows. */
export function isRightCode(world: World, person: string, sent: string | null, response: string): boolean {
  if (sent !== null) return response === sent;
  return authenticatorCodes(world, person).includes(response);
}

/** The app's codes of now and of the half minute before. */
export function authenticatorCodes(world: World, person: string): string[] {
  const secret = personByKey(person)?.totpSecret ?? null;
  if (secret === null) return [];
  const epoch = Math.floor(world.clock.now().getTime() / 1000);
  return [epoch, epoch - 30].map((seconds) => generateSync({ secret, epoch: seconds }));
}

function invalidResponse(challenge: Challenge): SandboxReply {
  return json(400, { detail: "Challenge response is invalid.", challenge: challengeBody(challenge) });
}

/** `GET /challenge/<id>/` */
export function showChallenge(world: World): Handler {
  return (request) => {
    const challenge = world.state.challenges.get(param(request, "challenge"));
    if (challenge === undefined) return detail(404, "Not found.");
    return json(200, challengeBody(aged(world, challenge)));
  };
}

/** The object as Robinhood's challenge calls show it. */
export function challengeBody(challenge: Challenge): Record<string, unknown> {
  return {
    id: challenge.id,
    type: challenge.type,
    alternate_type: null,
    status: challenge.status,
    remaining_retries: challenge.remainingRetries,
    remaining_attempts: challenge.remainingAttempts,
    expires_at: easternTimestamp(challenge.expiresAt),
    updated_at: easternTimestamp(challenge.updatedAt),
    flow_id: challenge.workflowId === null ? null : "login_suv",
    mfa_status: challenge.type === "app" ? "app" : null,
  };
}
