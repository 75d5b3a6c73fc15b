import { makeAccessToken } from "./access-token";
import { personByKey } from "./people";
import type { AccessToken, BrokerSession, RefreshToken } from "./state";
import { newId, newSecret, secondsAfter, type World } from "./world";

export function startSession(world: World, person: string, deviceToken: string): BrokerSession {
  const now = world.clock.now();
  const session: BrokerSession = {
    id: newId(world, "session"),
    person,
    deviceToken,
    startedAt: now,
    refreshedAt: now,
    ended: false,
  };
  world.state.sessions.set(session.id, session);
  return session;
}

export interface TokenWish {
  expiresInSeconds: number;
  readOnlyToo: boolean;
}

/** Makes the tokens of a login or refresh and gives the answer of protocol sheet 1.2(a). */
export function tokenReply(
  world: World,
  session: BrokerSession,
  wish: TokenWish,
  keptRefreshToken: string | null,
): Record<string, unknown> {
  const knobs = world.knobs.for(session.person);
  const person = personByKey(session.person);
  const cap = person?.tokenCapSeconds ?? wish.expiresInSeconds;
  const lifeSeconds = knobs.tokenLifeSeconds ?? Math.min(wish.expiresInSeconds, cap);
  const expiresAt = secondsAfter(world.clock.now(), lifeSeconds);
  const omits =
    person?.renewable === false ||
    knobs.omitRefreshToken === "always" ||
    (knobs.omitRefreshToken === "refresh" && keptRefreshToken !== null);
  const readOnly = wish.readOnlyToo
    ? { read_only_secondary_access_token: issueAccessToken(world, session, "read", expiresAt) }
    : {};
  return {
    access_token: issueAccessToken(world, session, "internal", expiresAt),
    expires_in: lifeSeconds,
    token_type: "Bearer",
    scope: "internal",
    ...(omits ? {} : { refresh_token: keptRefreshToken ?? issueRefreshToken(world, session) }),
    mfa_code: null,
    backup_code: null,
    user_uuid: world.random.uuid("user", session.person),
    ...readOnly,
  };
}

function issueAccessToken(
  world: World,
  session: BrokerSession,
  scope: AccessToken["scope"],
  expiresAt: Date,
): string {
  const token: AccessToken = { sessionId: session.id, scope, expiresAt, revoked: false };
  const text = makeAccessToken(world, session, token);
  world.state.accessTokens.set(text, token);
  return text;
}

function issueRefreshToken(world: World, session: BrokerSession): string {
  const expiresAt = secondsAfter(world.clock.now(), world.knobs.for(session.person).refreshLifeSeconds);
  const token: RefreshToken = { sessionId: session.id, expiresAt, spent: false, revoked: false };
  const text = newSecret(world, "refresh-token", 30);
  world.state.refreshTokens.set(text, token);
  return text;
}

/** The session of a refresh token that would be accepted now, with the token; null for any other. */
export function findRefreshable(
  world: World,
  text: string,
): { session: BrokerSession; token: RefreshToken } | null {
  const token = world.state.refreshTokens.get(text);
  const session = world.state.sessions.get(token?.sessionId ?? "");
  if (token === undefined || session === undefined || session.ended) return null;
  if (token.revoked || token.spent || token.expiresAt <= world.clock.now()) return null;
  return { session, token };
}

/** Whose token it is, dead or alive. */
export function personOfToken(world: World, text: string): string | null {
  const token = world.state.accessTokens.get(text) ?? world.state.refreshTokens.get(text);
  return world.state.sessions.get(token?.sessionId ?? "")?.person ?? null;
}

export type Bearer =
  | { state: "live"; person: string; session: BrokerSession; scope: AccessToken["scope"] }
  | { state: "missing" }
  | { state: "unknown" }
  | { state: "dead" };

/** What an `Authorization` header is worth now. */
export function readBearer(world: World, header: string | undefined): Bearer {
  if (header === undefined) return { state: "missing" };
  const text = /^Bearer (\S+)$/i.exec(header)?.[1];
  const token = world.state.accessTokens.get(text ?? "");
  const session = world.state.sessions.get(token?.sessionId ?? "");
  if (token === undefined || session === undefined) return { state: "unknown" };
  if (token.revoked || session.ended || token.expiresAt <= world.clock.now()) return { state: "dead" };
  return { state: "live", person: session.person, session, scope: token.scope };
}

/** Whether any token of the session is still good: a client that has it is signed in. */
export function hasLiveToken(world: World, session: BrokerSession): boolean {
  const now = world.clock.now();
  const { accessTokens, refreshTokens } = world.state;
  const isGood = (token: AccessToken | RefreshToken) =>
    token.sessionId === session.id && !token.revoked && token.expiresAt > now;
  return (
    !session.ended &&
    ([...accessTokens.values()].some(isGood) ||
      [...refreshTokens.values()].some((token) => !token.spent && isGood(token)))
  );
}

/** Revokes an access or refresh token; an unknown one is no error, as RFC 7009 has it. */
export function revokeToken(world: World, text: string): void {
  const token = world.state.accessTokens.get(text) ?? world.state.refreshTokens.get(text);
  if (token === undefined) return;
  token.revoked = true;
  const session = world.state.sessions.get(token.sessionId);
  if (session !== undefined && world.knobs.for(session.person).revokeEndsSession) session.ended = true;
}
