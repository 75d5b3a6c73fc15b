import { z } from "zod";

export const challengeTypeSchema = z.enum(["prompt", "sms", "email", "app"]);

/** A time as the broker writes it, with its own offset; as UTC ISO 8601, or null where it says none. */
export const brokerTimeSchema = z
  .string()
  .max(64)
  .nullish()
  .transform((text, context) => {
    if (text === null || text === undefined) return null;
    const time = Date.parse(text);
    if (Number.isNaN(time)) {
      context.addIssue({ code: "custom", message: "Not a time" });
      return z.NEVER;
    }
    return new Date(time).toISOString();
  });

const countSchema = z
  .number()
  .int()
  .min(0)
  .nullish()
  .transform((count) => count ?? null);

/** `sheriff_challenge` and the object of the challenge calls (protocol sheet 1.2(d), 2.1). */
export const challengeReplySchema = z
  .object({
    id: z.string().min(1).max(128),
    type: challengeTypeSchema,
    status: z.string().max(40),
    expires_at: brokerTimeSchema,
    remaining_attempts: countSchema,
  })
  .transform((reply) => ({
    id: reply.id,
    type: reply.type,
    status: reply.status,
    expiresAt: reply.expires_at,
    attemptsLeft: reply.remaining_attempts,
  }));

const lowerCaseSchema = z
  .string()
  .max(40)
  .transform((text) => text.toLowerCase());

/** The same in the identi interface: other names, and enumerations in capitals (protocol sheet 2.2). */
export const identiChallengeSchema = z
  .object({
    id: z.string().min(1).max(128),
    type: lowerCaseSchema.pipe(challengeTypeSchema).optional(),
    status: lowerCaseSchema.default("issued"),
    expiresAt: brokerTimeSchema,
    remainingAttempts: countSchema,
  })
  .transform((reply) => ({
    id: reply.id,
    type: reply.type,
    status: reply.status,
    expiresAt: reply.expiresAt,
    attemptsLeft: reply.remainingAttempts,
  }));

/** A challenge as the broker gave it. `status` is `issued`, `validated`, `failed`, `denied`, `expired` or other. */
export type BrokerChallenge = z.output<typeof challengeReplySchema>;
