import { z } from "zod";
import type { LoginState } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import { challengeTypeSchema } from "@/server/brokers/robinhood/challenge-reply";
import { passwordGrantSchema } from "@/server/brokers/robinhood/token-request";

const id = z.string().min(1).max(128);

const shownChallengeSchema = z.object({
  id,
  type: challengeTypeSchema,
  expiresAt: z.iso.datetime().nullable(),
  attemptsLeft: z.number().int().min(0).nullable(),
  lastCodeRejected: z.boolean(),
});
export type ShownChallenge = z.infer<typeof shownChallengeSchema>;

const phaseSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("challenge"),
    workflowId: id,
    /** The pathfinder machine that the workflow is finished with; null where identi finishes it. */
    machineId: id.nullable(),
    challenge: shownChallengeSchema,
    /** 'Send a text instead' may still be asked for. */
    textOffered: z.boolean(),
    /** The person has answered; what is left is between Wheelhouse and the broker. */
    answered: z.boolean(),
  }),
  z.object({
    kind: z.literal("mfa"),
    type: z.enum(["app", "sms"]),
    triesLeft: z.number().int().min(0),
    lastCodeRejected: z.boolean(),
  }),
  z.object({ kind: z.literal("older_challenge"), challenge: shownChallengeSchema }),
]);
export type LoginPhase = z.infer<typeof phaseSchema>;
export type ChallengePhase = Extract<LoginPhase, { kind: "challenge" }>;

const loginSchema = z.object({
  grant: passwordGrantSchema,
  /** What may still answer a request for an app code without asking the person; each is used once. */
  totpSecret: z.string().max(256).nullable(),
  mfaCode: z.string().max(32).nullable(),
  /** The broker has asked for more than the credentials. */
  challenged: z.boolean(),
});

/** What stays the same while a login goes from phase to phase. */
export type RobinhoodLogin = z.infer<typeof loginSchema>;

const stateSchema = loginSchema.extend({ version: z.literal(1), phase: phaseSchema });

/** The state as it is handed out: plain JSON that holds secrets in the clear, so only ever stored encrypted. */
export function toLoginState(login: RobinhoodLogin, phase: LoginPhase): LoginState {
  return { version: 1, ...login, phase } satisfies z.input<typeof stateSchema>;
}

/** Reads back what {@link toLoginState} gave. Throws STORAGE_READ_ERROR on anything else. */
export function parseLoginState(state: LoginState): { login: RobinhoodLogin; phase: LoginPhase } {
  const parsed = stateSchema.safeParse(state);
  if (!parsed.success) {
    throw new BrokerError("STORAGE_READ_ERROR", {
      step: "login_state",
      safeToRepeat: false,
      countsAgainstLogin: false,
    });
  }
  const { version: _version, phase, ...login } = parsed.data;
  return { login, phase };
}
