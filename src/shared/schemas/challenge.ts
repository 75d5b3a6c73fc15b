import { z } from "zod";

/**
 * What a broker asks for in the middle of a login, as the person sees it. `prompt`: approve in the broker's
 * app. `sms`, `email`, `app`: type a code. `redirect`: sign in at the broker's page and paste back the
 * address. `gateway`: sign in at the gateway that runs on the person's own machine.
 */
export const challengeKindSchema = z.enum(["prompt", "sms", "email", "app", "redirect", "gateway"]);
export type ChallengeKind = z.infer<typeof challengeKindSchema>;

export const challengeSchema = z.object({
  kind: challengeKindSchema,
  /** Where the code went or which device was asked, masked, when the broker says so. */
  destination: z.string().max(120).nullable(),
  /** End of this challenge, ISO 8601 UTC; null when the broker does not say. */
  expiresAt: z.iso.datetime().nullable(),
  /** Codes that may still be tried; null when unknown. */
  attemptsLeft: z.number().int().min(0).nullable(),
  /** Other ways that may be asked for instead, such as a text message. */
  alternatives: z.array(challengeKindSchema),
  /** Page to open for `redirect` and `gateway`. */
  url: z.url().nullable(),
  /** True when the last code was refused and another may be typed. */
  lastCodeRejected: z.boolean(),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** Codes are short; spaces and hyphens that people paste along are dropped. */
export const challengeCodeSchema = z
  .string()
  .max(2048)
  .transform((text) => text.replace(/[\s-]/g, ""))
  .pipe(
    z
      .string()
      .min(4, "Enter the whole code")
      .max(12, "That is longer than a code")
      .regex(/^[0-9A-Za-z]+$/, "A code has only digits and letters"),
  );
