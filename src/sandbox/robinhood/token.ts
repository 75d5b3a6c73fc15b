import {
  booleanField,
  detail,
  type Handler,
  json,
  type SandboxReply,
  type SandboxRequest,
  textField,
} from "../http/exchange";
import { lockedForSeconds, throttled } from "./login-guard";
import { passwordGrant } from "./password-grant";
import { findRefreshable, readBearer, revokeToken, type TokenWish, tokenReply } from "./sessions";
import { openWorkflow, workflowReply } from "./workflow";
import type { World } from "./world";

/** The public id of Robinhood's own web client, which every client library sends. */
export const robinhoodClientId = "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS";

const oldestApiVersion = [1, 400, 0] as const;
const defaultLifeSeconds = 86_400;

/** `POST /oauth2/token/`: the password and the refresh grant (protocol sheet 1 and 4.3). */
export function grantToken(world: World): Handler {
  return (request) => {
    const refusal = refuseClient(world, request);
    if (refusal !== null) return refusal;
    const wish = readWish(request);
    if (wish === null) return json(400, { expires_in: ["A valid integer is required."] });
    const grant = textField(request.fields, "grant_type");
    if (grant === "password") return passwordGrant(world, request, wish);
    if (grant === "refresh_token") return refreshGrant(world, request, wish);
    return json(403, { error: "unsupported_grant_type" });
  };
}

/** `POST /oauth2/revoke_token/`, for an access or a refresh token (protocol sheet 4.5). */
export function revoke(world: World): Handler {
  return (request) => {
    const refusal = refuseClient(world, request);
    if (refusal !== null) return refusal;
    const token = textField(request.fields, "token");
    if (token === null) return json(400, { token: ["This field is required."] });
    revokeToken(world, token);
    return json(200, {});
  };
}

/** What is wrong before the grant is looked at: a stale bearer, an old version, another client. */
function refuseClient(world: World, request: SandboxRequest): SandboxReply | null {
  const bearer = readBearer(world, request.headers.authorization);
  if (bearer.state === "unknown" || bearer.state === "dead") return detail(401, "Invalid bearer token.");
  if (isTooOld(request.headers["x-robinhood-api-version"])) {
    return detail(
      400,
      "This version of Robinhood is no longer supported. Please update your app or use Robinhood for Web to log in to your account.",
    );
  }
  if (request.encoding === "other") return json(403, { error: "unsupported_grant_type" });
  const clientId = textField(request.fields, "client_id");
  if (clientId === null) return json(400, { client_id: ["This field is required."] });
  return clientId === robinhoodClientId ? null : json(401, { error: "invalid_client" });
}

function isTooOld(version: string | string[] | undefined): boolean {
  if (typeof version !== "string") return false;
  const numbers = version.split(".").map(Number);
  for (const [index, oldest] of oldestApiVersion.entries()) {
    const number = numbers[index] ?? 0;
    if (!(number >= oldest)) return true;
    if (number > oldest) return false;
  }
  return false;
}

function readWish(request: SandboxRequest): TokenWish | null {
  const text = textField(request.fields, "expires_in");
  const expiresInSeconds = text === null ? defaultLifeSeconds : Number(text);
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1) return null;
  const readOnlyToo = booleanField(request.fields, "create_read_only_secondary_token");
  return { expiresInSeconds, readOnlyToo };
}

function refreshGrant(world: World, request: SandboxRequest, wish: TokenWish): SandboxReply {
  const text = textField(request.fields, "refresh_token");
  if (text === null) return json(400, { refresh_token: ["This field is required."] });
  const found = findRefreshable(world, text);
  if (found === null) return refuseRefresh(world, text);
  const { session, token } = found;
  const locked = lockedForSeconds(world, session.person);
  if (locked !== null) return throttled(world, session.person, locked);
  const knobs = world.knobs.for(session.person);
  if (knobs.workflowOnRefresh) {
    token.revoked = true;
    return workflowReply(openWorkflow(world, session.person, session.deviceToken, null));
  }
  session.refreshedAt = world.clock.now();
  const rotates = knobs.rotateRefresh && knobs.omitRefreshToken === "never";
  token.spent = rotates;
  return json(200, tokenReply(world, session, wish, rotates ? null : text));
}

function refuseRefresh(world: World, text: string): SandboxReply {
  const token = world.state.refreshTokens.get(text);
  const session = world.state.sessions.get(token?.sessionId ?? "");
  if (token?.spent === true && session !== undefined) {
    session.ended ||= world.knobs.for(session.person).refreshReuseEndsSession;
  }
  return json(401, {
    error: "invalid_grant",
    error_description: "The refresh token is invalid, expired or has been used.",
  });
}
