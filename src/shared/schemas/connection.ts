import { z } from "zod";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { brokerTypeSchema, connectionAccessSchema } from "@/shared/schemas/broker";
import { challengeCodeSchema, challengeKindSchema, challengeSchema } from "@/shared/schemas/challenge";

/** The source specification's states, and `challenge`: the broker waits for the person. */
export const connectionStatusSchema = z.enum([
  "disconnected",
  "connecting",
  "challenge",
  "connected",
  "error",
  "expired",
]);
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/** Whose turn it is: nobody's, the broker's, the person's, or time's. These never look alike. */
export const connectionHealthSchema = z.enum(["ok", "degraded", "needs_person", "locked"]);
export type ConnectionHealth = z.infer<typeof connectionHealthSchema>;

/** The one next step. */
export const nextActionSchema = z.enum([
  "none",
  "connect",
  "enter_code",
  "approve_on_phone",
  "finish_at_broker",
  "sign_in_again",
  "wait_until",
  "try_again",
]);
export type NextAction = z.infer<typeof nextActionSchema>;

export const errorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** A login in progress: what it waits for, and until when. Never holds a secret. */
export const loginProgressSchema = z.object({
  id: z.string(),
  step: z.enum(["contacting_broker", "waiting_for_person", "checking_answer", "finishing"]),
  challenge: challengeSchema.nullable(),
  startedAt: z.iso.datetime(),
  deadlineAt: z.iso.datetime(),
});
export type LoginProgress = z.infer<typeof loginProgressSchema>;

/** The last attempts, for the connection's page. */
export const loginAttemptViewSchema = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  outcome: z.enum(["open", "succeeded", "failed", "cancelled", "timed_out"]),
  challengeKind: challengeKindSchema.nullable(),
  errorCode: errorCodeSchema.nullable(),
});
export type LoginAttemptView = z.infer<typeof loginAttemptViewSchema>;

/** On the last of so many days of failures Wheelhouse stops trying to keep a session by itself. */
export const DAYS_UNTIL_GIVEN_UP = 4;

/** What was tried to keep a session, beside logins. */
export const sessionAttemptViewSchema = z.object({
  id: z.string(),
  kind: z.enum(["refresh", "restore", "keep_alive", "retry"]),
  /** Who wanted it: the keeper, a call that met a refused token, or the person. */
  trigger: z.enum(["keeper", "call", "person"]),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  outcome: z.enum(["succeeded", "failed"]),
  step: z.string().nullable(),
  errorCode: errorCodeSchema.nullable(),
});
export type SessionAttemptView = z.infer<typeof sessionAttemptViewSchema>;

/** The last attempts of any kind, newest first. */
export const connectionAttemptSchema = z.discriminatedUnion("kind", [
  loginAttemptViewSchema.extend({ kind: z.literal("login") }),
  sessionAttemptViewSchema.extend({ kind: z.enum(["refresh", "restore", "keep_alive", "retry"]) }),
]);
export type ConnectionAttempt = z.infer<typeof connectionAttemptSchema>;

/** What is left of a connection's requests to its broker. */
export const requestBudgetSchema = z.object({
  /** Requests in any 60 seconds. */
  limit: z.number().int().positive(),
  /** What reading may still use now; a share is kept back for renewing the session. */
  remaining: z.number().int().nonnegative(),
  /** Seconds until all of it is free again; 0 when it is. */
  resetSeconds: z.number().int().nonnegative(),
});
export type RequestBudget = z.infer<typeof requestBudgetSchema>;

/** A connection as its owner sees it. */
export const connectionViewSchema = z.object({
  id: z.string(),
  broker: brokerTypeSchema,
  label: z.string(),
  access: connectionAccessSchema,
  status: connectionStatusSchema,
  health: connectionHealthSchema,
  nextAction: nextActionSchema,
  /** For `wait_until`: no login may be tried before this time. */
  notBefore: z.iso.datetime().nullable(),
  errorCode: errorCodeSchema.nullable(),
  login: loginProgressSchema.nullable(),
  /** The broker session, when there is one. */
  session: z
    .object({
      id: z.string(),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      lastActivityAt: z.iso.datetime(),
    })
    .nullable(),
  /** Masked login name, such as `a••@example.com`, once known. */
  loginName: z.string().nullable(),
  accounts: z.array(z.object({ maskedNumber: z.string(), kind: z.string() })),
  remembers: z.array(z.string()),
  /** The last disconnect could not reach the broker: the session may live on there until it expires. */
  revokedAtBroker: z.boolean().nullable(),
  lastConnectedAt: z.iso.datetime().nullable(),
  /** By when the person must act to keep the session; null when Wheelhouse keeps it by itself. */
  deadlineAt: z.iso.datetime().nullable(),
  /** When Wheelhouse tries again by itself, or looks again while the broker has trouble. */
  nextAttemptAt: z.iso.datetime().nullable(),
  /** Different days on which keeping the session failed since it last went well. */
  failedDays: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  /** Grows with each change; a live view takes the newest. */
  version: z.number().int(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

export const connectionLabelSchema = z
  .string()
  .trim()
  .min(1, "Give the connection a name")
  .max(60, "Use at most 60 characters");

export const addConnectionInputSchema = z.object({
  broker: brokerTypeSchema,
  label: connectionLabelSchema,
  access: connectionAccessSchema.default("read_only"),
});
export type AddConnectionInput = z.infer<typeof addConnectionInputSchema>;

/** Values of the broker's own form fields by field name; checked against the broker's description. */
export const credentialValuesSchema = z.record(z.string().max(40), z.string().max(2048));

export const startLoginInputSchema = z.object({
  connectionId: z.string().max(64),
  credentials: credentialValuesSchema,
  /** Keep the fields marked `with_consent`. */
  remember: z.boolean().default(false),
  /** Keep the fields marked `separate_consent` (a TOTP secret); needs the Wheelhouse password. */
  rememberTotpSecret: z.boolean().default(false),
  confirmPassword: z.string().max(256).optional(),
});
export type StartLoginInput = z.input<typeof startLoginInputSchema>;

export const changeConnectionInputSchema = z.object({
  connectionId: z.string().max(64),
  label: connectionLabelSchema.optional(),
  access: connectionAccessSchema.optional(),
});
export type ChangeConnectionInput = z.infer<typeof changeConnectionInputSchema>;

/** What the person answers to a challenge: a code, or the address that the broker redirected to. */
export const challengeAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("code"), code: challengeCodeSchema }),
  z.object({ kind: z.literal("redirected"), url: z.url().max(2048) }),
]);
export type ChallengeAnswer = z.infer<typeof challengeAnswerSchema>;
