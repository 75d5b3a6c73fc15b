import { z } from "zod";
import { RobinhoodState } from "./state";

const challenge = z.object({
  id: z.string(),
  person: z.string(),
  workflowId: z.string().nullable(),
  type: z.enum(["prompt", "sms", "email", "app"]),
  status: z.enum(["issued", "validated", "failed", "denied", "expired", "replaced"]),
  code: z.string().nullable(),
  issuedAt: z.coerce.date(),
  deliveredAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  remainingAttempts: z.number(),
  remainingRetries: z.number(),
  polls: z.array(z.coerce.date()),
});

const workflow = z.object({
  id: z.string(),
  person: z.string(),
  deviceToken: z.string(),
  requestId: z.string().nullable(),
  status: z.enum(["pending", "approved", "denied", "consumed"]),
  challengeId: z.string().nullable(),
  views: z.number(),
});

const machine = z.object({ id: z.string(), workflowId: z.string(), deviceId: z.string().nullable() });

const session = z.object({
  id: z.string(),
  person: z.string(),
  deviceToken: z.string(),
  startedAt: z.coerce.date(),
  refreshedAt: z.coerce.date(),
  ended: z.boolean(),
});

const accessToken = z.object({
  sessionId: z.string(),
  scope: z.enum(["internal", "read"]),
  expiresAt: z.coerce.date(),
  revoked: z.boolean(),
});

const refreshToken = z.object({
  sessionId: z.string(),
  expiresAt: z.coerce.date(),
  spent: z.boolean(),
  revoked: z.boolean(),
});

const guard = z.object({ failures: z.number(), lockedUntil: z.coerce.date().nullable() });

const entries = <Row extends z.ZodType>(row: Row) => z.array(z.tuple([z.string(), row]));

const snapshotSchema = z.object({
  startedAt: z.coerce.date(),
  serial: z.number(),
  trustedDevices: z.array(z.string()),
  challenges: entries(challenge),
  workflows: entries(workflow),
  machines: entries(machine),
  sessions: entries(session),
  accessTokens: entries(accessToken),
  refreshTokens: entries(refreshToken),
  guards: entries(guard),
});

/** What the simulated broker remembers, as plain data that survives a restart. */
export function takeSnapshot(state: RobinhoodState, startedAt: Date): unknown {
  return {
    startedAt,
    serial: state.serial,
    trustedDevices: state.trustedDevices,
    challenges: [...state.challenges],
    workflows: [...state.workflows],
    machines: [...state.machines],
    sessions: [...state.sessions],
    accessTokens: [...state.accessTokens],
    refreshTokens: [...state.refreshTokens],
    guards: [...state.guards],
  };
}

/** The opposite of `takeSnapshot`, also after a way through JSON. Throws a ZodError for anything else. */
export function readSnapshot(value: unknown): { state: RobinhoodState; startedAt: Date } {
  const snapshot = snapshotSchema.parse(value);
  const state = new RobinhoodState(snapshot.serial, snapshot.trustedDevices);
  fill(state.challenges, snapshot.challenges);
  fill(state.workflows, snapshot.workflows);
  fill(state.machines, snapshot.machines);
  fill(state.sessions, snapshot.sessions);
  fill(state.accessTokens, snapshot.accessTokens);
  fill(state.refreshTokens, snapshot.refreshTokens);
  fill(state.guards, snapshot.guards);
  return { state, startedAt: snapshot.startedAt };
}

function fill<Row>(map: Map<string, Row>, rows: readonly (readonly [string, Row])[]): void {
  for (const [key, row] of rows) map.set(key, row);
}
