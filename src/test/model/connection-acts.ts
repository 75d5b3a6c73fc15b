import fc from "fast-check";
import { faultKinds } from "@/sandbox/http/faults";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { restoreSessions } from "@/server/services/broker-sessions/restore-sessions";
import { answerChallenge } from "@/server/services/connections/answer-challenge";
import { cancelLogin } from "@/server/services/connections/cancel-login";
import { checkConnection } from "@/server/services/connections/check-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { driveLogins } from "@/server/services/connections/drive-logins";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { removeConnection } from "@/server/services/connections/remove-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { switchChallenge } from "@/server/services/connections/switch-challenge";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionStatus } from "@/shared/schemas/connection";
import type { ModelWorld, Slot } from "@/test/model/model-world";

/** What a person, the keeper or a program does in one process. */
const VERBS = {
  connect: (ctx, { who, connectionId }) =>
    startLogin(ctx, {
      connectionId,
      credentials: { username: `${who}@example.com`, password: `not-a-real-password-${who}` },
    }),
  "connect with a wrong password": (ctx, { who, connectionId }) =>
    startLogin(ctx, {
      connectionId,
      credentials: { username: `${who}@example.com`, password: "not-the-password" },
    }),
  answer: async (ctx, slot, world) => answer(ctx, slot, codeOf(world, slot)),
  "answer wrongly": (ctx, slot) => answer(ctx, slot, "000000"),
  "ask for a text": async (ctx, { connectionId }) =>
    switchChallenge(ctx, { connectionId, loginId: await loginOf(ctx, connectionId), to: "sms" }),
  cancel: async (ctx, { connectionId }) =>
    cancelLogin(ctx, { connectionId, loginId: await loginOf(ctx, connectionId) }),
  refresh: (ctx, { connectionId }) => refreshConnection(ctx, { connectionId }),
  check: (ctx, { connectionId }) => checkConnection(ctx, { connectionId }),
  "read the summary": (ctx, { connectionId }) => getAccountSummary(ctx, { connectionId, fresh: true }),
  retry: (ctx, { connectionId }) => retryConnection(ctx, { connectionId }),
  disconnect: (ctx, { connectionId }) => disconnect(ctx, { connectionId, forgetCredentials: false }),
  remove: (ctx, { connectionId }) => removeConnection(ctx, { connectionId }),
  "a round of logins": (ctx) => driveLogins(systemContext(ctx)),
  "a round of the keeper": (ctx) => keepSessions(systemContext(ctx)),
  "take up sessions": (ctx) => restoreSessions(systemContext(ctx)),
} satisfies Record<string, (ctx: ServiceContext, slot: Slot, world: ModelWorld) => Promise<unknown>>;

export type VerbName = keyof typeof VERBS;

/** What makes sense to do, by the status of the connection; more likely things more often. */
export const SENSIBLE: Record<ConnectionStatus, readonly VerbName[]> = {
  disconnected: ["connect", "connect", "connect", "connect", "connect with a wrong password", "remove"],
  error: ["connect", "connect", "retry", "retry", "disconnect", "take up sessions"],
  expired: ["connect", "connect", "connect", "take up sessions", "disconnect", "check"],
  connecting: ["a round of logins", "cancel"],
  challenge: [
    "answer",
    "answer",
    "a round of logins",
    "a round of logins",
    "answer wrongly",
    "ask for a text",
  ],
  connected: [
    "refresh",
    "refresh",
    "check",
    "read the summary",
    "a round of the keeper",
    "a round of the keeper",
    "retry",
    "take up sessions",
    "disconnect",
  ],
};

/** Runs a verb about a connection. */
export function runVerb(
  name: VerbName,
  ctx: ServiceContext,
  slot: Slot,
  world: ModelWorld,
): Promise<unknown> {
  return VERBS[name](ctx, slot, world);
}

async function loginOf(ctx: ServiceContext, connectionId: string): Promise<string> {
  return (await ctx.storage.loginAttempts.openOf(connectionId))?.id ?? "none";
}

async function answer(ctx: ServiceContext, { connectionId }: Slot, code: string): Promise<unknown> {
  const loginId = await loginOf(ctx, connectionId);
  return answerChallenge(ctx, { connectionId, loginId, answer: { kind: "code", code } });
}

function codeOf(world: ModelWorld, { who }: Slot): string {
  const person = world.sandbox.control.person(who);
  return person?.messages.at(-1)?.code ?? person?.authenticator?.code ?? "000000";
}

/** What the broker's side, the network or the time do. */
const DEEDS = {
  "approves the prompt": (world, { who }) => world.sandbox.control.act(who, "approve"),
  "denies the prompt": (world, { who }) => world.sandbox.control.act(who, "deny"),
  "lets the challenge expire": (world, { who }) => world.sandbox.control.act(who, "expire"),
  "removes the device": (world, { who }) => world.sandbox.control.endSessions(who),
  "is locked out": (world, { who }) => world.sandbox.control.lock(who, 600),
  "is let in again": (world, { who }) => world.sandbox.control.lock(who, 0),
  "loses the refresh token": (world, slot) => revoke(world, slot, (tokens) => tokens.refresh),
  "loses the access tokens": (world, slot) => revoke(world, slot, (tokens) => tokens.access),
} satisfies Record<string, (world: ModelWorld, slot: Slot) => unknown>;

export type DeedName = keyof typeof DEEDS;

export async function runDeed(name: DeedName, world: ModelWorld, slot: Slot): Promise<void> {
  await DEEDS[name](world, slot);
}

async function revoke(
  world: ModelWorld,
  { connectionId }: Slot,
  choose: (tokens: { refresh: readonly string[]; access: readonly string[] }) => readonly string[],
): Promise<void> {
  for (const token of choose(await world.tokensOf(connectionId))) {
    await world.witness.ask("/oauth2/revoke_token/", {
      client_id: "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS",
      token,
    });
  }
}

const verbs: VerbName[] = ["connect", "connect with a wrong password", "answer", "answer wrongly"];
verbs.push(
  "ask for a text",
  "cancel",
  "refresh",
  "check",
  "read the summary",
  "retry",
  "disconnect",
  "remove",
);
verbs.push("a round of logins", "a round of the keeper", "take up sessions");

/** Any verb; what connects and what uses a session come more often than what ends it. */
export const anyVerb: fc.Arbitrary<VerbName> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<VerbName>("connect", "answer", "a round of logins") },
  { weight: 4, arbitrary: fc.constantFrom<VerbName>("refresh", "check", "a round of the keeper") },
  { weight: 5, arbitrary: fc.constantFrom(...verbs) },
);

export const anyDeed: fc.Arbitrary<DeedName> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<DeedName>("approves the prompt") },
  {
    weight: 3,
    arbitrary: fc.constantFrom<DeedName>(
      "denies the prompt",
      "lets the challenge expire",
      "removes the device",
      "is locked out",
      "is let in again",
      "loses the refresh token",
      "loses the access tokens",
    ),
  },
);

const PATHS = [
  "/oauth2/token/",
  "/oauth2/revoke_token/",
  "/accounts/*",
  "/positions/*",
  "/portfolios/*",
  "/push/*",
  "/challenge/*",
  "/pathfinder/*",
  "*",
] as const;

/** Any fault on any route. What costs real time strikes once: the client waits for its time-out. */
export const anyFault = fc
  .record({
    kind: fc.constantFrom(...faultKinds),
    path: fc.oneof({ weight: 1, arbitrary: fc.constant("/oauth2/token/") }, fc.constantFrom(...PATHS)),
    count: fc.integer({ min: 1, max: 4 }),
    skip: fc.integer({ min: 0, max: 1 }),
    status: fc.constantFrom(400, 401, 403, 404, 429, 500, 502, 503),
    retryAfterSeconds: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
  })
  .map(({ status, retryAfterSeconds, ...fault }) => {
    const slow = fault.kind === "hang" || fault.kind === "delay";
    return {
      ...fault,
      ...(fault.kind === "status" ? { status } : {}),
      ...(fault.kind === "status" && retryAfterSeconds !== undefined ? { retryAfterSeconds } : {}),
      ...(slow ? { count: 1 } : {}),
      ...(fault.kind === "delay" ? { delayMs: 2500 } : {}),
    };
  });

/** Habits of the broker that differ from its usual ones. */
export const anyKnob = fc.constantFrom(
  { rotateRefresh: false },
  { rotateRefresh: true },
  { refreshReuseEndsSession: true },
  { tokenLifeSeconds: 60 },
  { tokenLifeSeconds: 7200 },
  { workflowOnRefresh: true },
  { workflowOnRefresh: false },
  { alwaysAsk: true },
  { revokeEndsSession: true },
  { refreshLifeSeconds: 3600 },
  { throttleWithRetryAfter: true },
);
