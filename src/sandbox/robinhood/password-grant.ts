import { detail, json, type SandboxReply, type SandboxRequest, textField } from "../http/exchange";
import { challengeBody, isRightCode, issueChallenge } from "./challenge";
import { clearFailures, countFailure, lockedForSeconds, throttled } from "./login-guard";
import { type Person, passwordOf, personByUsername } from "./people";
import { startSession, type TokenWish, tokenReply } from "./sessions";
import type { Challenge } from "./state";
import { approvalOf, consumeApproval, openWorkflow, workflowReply } from "./workflow";
import type { World } from "./world";

const required = ["username", "password", "device_token"] as const;

/** A login attempt, as far as it has been read. */
interface Attempt {
  world: World;
  request: SandboxRequest;
  person: Person;
  deviceToken: string;
}

/** Checks the password, then the device in the way the person's account has it (protocol sheet 1.2, 2, 3). */
export function passwordGrant(world: World, request: SandboxRequest, wish: TokenWish): SandboxReply {
  const missing = required.filter((name) => (textField(request.fields, name) ?? "") === "");
  if (missing.length > 0) {
    return json(400, Object.fromEntries(missing.map((name) => [name, ["This field is required."]])));
  }
  const challengeType = textField(request.fields, "challenge_type");
  if (challengeType !== null && challengeType !== "sms" && challengeType !== "email") {
    return detail(400, "Challenge type is invalid");
  }
  const person = personByUsername(textField(request.fields, "username") ?? "");
  if (person === null) return badCredentials();
  const locked = lockedForSeconds(world, person.key);
  if (locked !== null) return throttled(world, person.key, locked);
  if (textField(request.fields, "password") !== passwordOf(person)) {
    countFailure(world, person.key);
    return badCredentials();
  }
  const deviceToken = textField(request.fields, "device_token") ?? "";
  const refusal = checkDevice({ world, request, person, deviceToken });
  if (refusal !== null) return refusal;
  clearFailures(world, person.key);
  world.state.trust(person.key, deviceToken);
  return json(200, tokenReply(world, startSession(world, person.key, deviceToken), wish, null));
}

function badCredentials(): SandboxReply {
  return detail(400, "Unable to log in with provided credentials.");
}

/** What the device still has to do; null where it may come in. */
function checkDevice(attempt: Attempt): SandboxReply | null {
  const { world, person, deviceToken } = attempt;
  const approval = approvalOf(world, person);
  if (approval === "none" || consumeApproval(world, person.key, deviceToken)) return null;
  if (world.state.trusts(person.key, deviceToken) && !world.knobs.for(person.key).alwaysAsk) return null;
  if (approval === "mfa_app" || approval === "mfa_sms") return askForMfaCode(attempt, approval);
  if (approval === "challenge") return askForChallenge(attempt);
  const requestId = textField(attempt.request.fields, "request_id");
  return workflowReply(openWorkflow(world, person.key, deviceToken, requestId));
}

/** The older `mfa_required`: the same request again with `mfa_code` (protocol sheet 3). */
function askForMfaCode(
  { world, request, person }: Attempt,
  kind: "mfa_app" | "mfa_sms",
): SandboxReply | null {
  const code = textField(request.fields, "mfa_code");
  const held = world.state.challengesOf(person.key).findLast((challenge) => challenge.status === "issued");
  const live = held !== undefined && held.expiresAt > world.clock.now() ? held : null;
  if (code === null || code === "") {
    if (kind === "mfa_sms" && live === null) issueChallenge(world, person.key, "sms", null);
    const type = kind === "mfa_app" ? "app" : "sms";
    return json(200, { mfa_required: true, mfa_type: type, access_token: null, refresh_token: null });
  }
  const sent = kind === "mfa_sms" ? (live?.code ?? "none was sent") : null;
  if (isRightCode(world, person.key, sent, code.trim())) {
    if (live !== null) live.status = "validated";
    return null;
  }
  countFailure(world, person.key);
  return detail(400, "Please enter a valid code.");
}

/** The older challenge: answered at `/challenge/<id>/respond/`, then named in a header (protocol sheet 3). */
function askForChallenge({ world, request, person }: Attempt): SandboxReply | null {
  const id = request.headers["x-robinhood-challenge-response-id"];
  const answered = typeof id === "string" ? world.state.challenges.get(id) : undefined;
  if (answered?.person === person.key && answered.status === "validated") {
    world.state.challenges.delete(answered.id);
    return null;
  }
  const type = textField(request.fields, "challenge_type") === "email" ? "email" : "sms";
  const challenge = issueChallenge(world, person.key, type, null);
  return json(400, { detail: "Request blocked, challenge issued.", challenge: legacyBody(world, challenge) });
}

function legacyBody(world: World, challenge: Challenge): Record<string, unknown> {
  return {
    ...challengeBody(challenge),
    user: world.random.uuid("user", challenge.person),
    alternate_type: challenge.type === "sms" ? "email" : "sms",
  };
}
